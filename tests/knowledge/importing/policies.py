"""One small policy in both languages, written into Word with every kind of number that policies use."""

from pathlib import Path

from knowledge.models import Language
from tests.knowledge.importing.word_files import WordFile

HEADINGS = [("decimal", "%1"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3")]
CLAUSES = [("lowerLetter", "(%1)"), ("lowerRoman", "(%2)")]
APPENDIX = {Language.EN: "Appendix %1", Language.CY: "Atodiad %1"}
LETTERED = [("upperLetter", "%1"), ("decimal", "%1.%2")]

WORDS = {
    Language.EN: {
        "title": "Social Media Policy",
        "version": "Version 2.3",
        "contents": "Contents",
        "header": "Carmarthenshire policies",
        "footer": "Page ",
        "purpose": "Purpose of the policy",
        "purpose_text": "This policy sets out how the Council uses social media and what it expects of its staff.",
        "accounts": "Corporate accounts",
        "opening": "Opening an account",
        "opening_text": "A service that wants an account of its own must ask the communications team in writing",
        "note": "The form is on the intranet under Communications.",
        "opening_more": " at least ten working days before it is needed.",
        "who": "Who may post",
        "who_text": "Only members of staff who meet all of these conditions may post:",
        "clauses": [
            ("they have finished the training that the communications team gives;", 0),
            ("their head of service has approved them in writing, and has named:", 0),
            ("the accounts that they may use;", 1),
            ("the date on which the approval ends;", 1),
            ("they have signed the register of account holders.", 0),
        ],
        "leaving": "When somebody leaves",
        "leaving_text": "The password of every shared account is changed on the day that a member of staff leaves.",
        "times": "Response times",
        "times_text": "Questions from the public are answered within these times.",
        "table": [["Kind of question", "Answered within"], ["A complaint", "Two working days"],
                  ["A question about a service", "Five working days"]],
        "records": "Keeping records",
        "records_text": "Posts and replies are kept for two years and are then deleted.",
        "forms": "Forms",
        "request": "Request for an account",
        "request_text": "The request names the service, the audience and the person who will look after the account.",
    },
    Language.CY: {
        "title": "Polisi Cyfryngau Cymdeithasol",
        "version": "Fersiwn 2.3",
        "contents": "Cynnwys",
        "header": "Polisïau Sir Gaerfyrddin",
        "footer": "Tudalen ",
        "purpose": "Diben y polisi",
        "purpose_text": "Mae'r polisi hwn yn nodi sut y mae'r Cyngor yn defnyddio'r cyfryngau cymdeithasol "
        "a'r hyn y mae'n ei ddisgwyl gan ei staff.",
        "accounts": "Cyfrifon corfforaethol",
        "opening": "Agor cyfrif",
        "opening_text": "Rhaid i wasanaeth sydd am gael ei gyfrif ei hun ofyn yn ysgrifenedig i'r tîm cyfathrebu",
        "note": "Mae'r ffurflen ar y fewnrwyd o dan Cyfathrebu.",
        "opening_more": " o leiaf ddeg diwrnod gwaith cyn y bydd ei angen.",
        "who": "Pwy sy'n cael postio",
        "who_text": "Dim ond aelodau o'r staff sy'n bodloni pob un o'r amodau hyn sy'n cael postio:",
        "clauses": [
            ("maent wedi cwblhau'r hyfforddiant y mae'r tîm cyfathrebu'n ei roi;", 0),
            ("mae eu pennaeth gwasanaeth wedi'u cymeradwyo'n ysgrifenedig, ac wedi enwi:", 0),
            ("y cyfrifon y cânt eu defnyddio;", 1),
            ("y dyddiad y daw'r gymeradwyaeth i ben;", 1),
            ("maent wedi llofnodi'r gofrestr o ddeiliaid cyfrifon.", 0),
        ],
        "leaving": "Pan fydd rhywun yn gadael",
        "leaving_text": "Newidir cyfrinair pob cyfrif a rennir ar y diwrnod y bydd aelod o'r staff yn gadael.",
        "times": "Amserau ymateb",
        "times_text": "Atebir cwestiynau gan y cyhoedd o fewn yr amserau hyn.",
        "table": [["Math o gwestiwn", "Ateb o fewn"], ["Cwyn", "Dau ddiwrnod gwaith"],
                  ["Cwestiwn am wasanaeth", "Pum diwrnod gwaith"]],
        "records": "Cadw cofnodion",
        "records_text": "Cedwir negeseuon ac atebion am ddwy flynedd ac yna fe'u dilëir.",
        "forms": "Ffurflenni",
        "request": "Cais am gyfrif",
        "request_text": "Mae'r cais yn enwi'r gwasanaeth, y gynulleidfa a'r sawl a fydd yn gofalu am y cyfrif.",
    },
}  # fmt: skip
NUMBERS = ["1", "2", "2.1", "2.2", "2.2.1", "3", "3.1", "A", "A.1"]
LABELS = ["(a)", "(b)", "(i)", "(ii)", "(c)"]


def write_policy(file: Path, language: Language) -> Path:
    """Headings three deep, a numbered clause list, a table, a footnote, contents, header and footer."""
    words = WORDS[language]
    word = WordFile()
    word.list(1, HEADINGS, styles="Heading")
    word.list(2, CLAUSES)
    word.list(3, [("upperLetter", APPENDIX[language]), LETTERED[1]])
    word.running(words["header"], words["footer"])
    word.document.add_paragraph(words["title"], style="Title")
    word.text(words["version"])
    word.contents(
        words["contents"], [f"1 {words['purpose']}\t1", f"2 {words['accounts']}\t1", f"3 {words['times']}\t2"]
    )
    word.heading(words["purpose"], 1)
    word.text(words["purpose_text"])
    word.heading(words["accounts"], 1)
    word.heading(words["opening"], 2)
    word.noted(words["opening_text"], words["note"], words["opening_more"])
    word.heading(words["who"], 2)
    word.text(words["who_text"])
    for text, level in words["clauses"]:
        word.item(text, 2, level)
    word.heading(words["leaving"], 3)
    word.text(words["leaving_text"])
    word.document.add_page_break()
    word.heading(words["times"], 1)
    word.text(words["times_text"])
    word.table(words["table"])
    word.heading(words["records"], 2)
    word.text(words["records_text"])
    word.heading(words["forms"], 1, number=3)
    word.heading(words["request"], 2, number=3)
    word.text(words["request_text"])
    return word.save(file)
