"""Library Markdown in Teams' dialect: every word shown, none of it taken for markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.teams.markdown import link, literal, teams_markdown

BASE = "https://holi.example"

SAME: dict[str, tuple[str, str]] = {
    "a heading": ("## Who *may* post", "**Who _may_ post**"),
    "a list": ("- one\n- two\n  - three", "- one\n- two\n  - three"),
    "a loose list": ("- one\n\n- two\n\n  more", "- one\n- two\n  more"),
    "a numbered list that starts later": ("4. four\n5. five", "4. four\n5. five"),
    "a table": ("| Who | When |\n|---|---|\n| Heads | daily |\n| | weekly |", "- **Who:** Heads; **When:** daily\n- **When:** weekly"),  # noqa: E501
    "a link of ours": ("[the page](/library/x#1.2)", "[the page](https://holi.example/library/x#1.2)"),
    "a link elsewhere": ("[site](https://example.org/a_b)", "[site](https://example.org/a_b)"),
    "a link that runs something": ("[x](<javascript:alert(1)>)", "\\[x\\](&lt;javascript:alert(1)&gt;)"),
    "emphasis": ("**bold** and *italic* and `code*`", "**bold** and _italic_ and `code*`"),
    "asterisks and underscores": ("2 \\* 3, first\\_name, **a\\*b**", "2 \\* 3, first\\_name, **a\\*b**"),
    "brackets that look like a mark": ("see \\[1\\] and [2]", "see \\[1\\] and \\[2\\]"),
    "angle brackets and ampersands": ("R&D <at>you</at>", "R&amp;D &lt;at&gt;you&lt;/at&gt;"),
    "a line that begins like a list": ("1\\) first\\\n\\- second", "1\\) first  \n\\- second"),
    "a number with a full stop": ("2018\\. was the year", "2018\\. was the year"),
    "a quotation": ("> one\n> two\n>\n> three", "> one two\n> three"),
    "code": ("```\n*as it is*\n```", "```\n*as it is*\n```"),
    "a rule": ("one\n\n---\n\ntwo", "one\n\ntwo"),
    "a picture": ("![the *map*](map.png)", "the _map_"),
    "a soft break": ("one\ntwo", "one two"),
}  # fmt: skip


@pytest.mark.parametrize(("markdown", "expected"), SAME.values(), ids=SAME)
def test_library_markdown_as_teams_shows_it(markdown: str, expected: str) -> None:
    assert teams_markdown(markdown, BASE) == expected


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.sampled_from("*_[]()`~#>|\\<&-+1."), min_size=1
    )
)
def test_literal_words_come_out_as_they_went_in(words: str) -> None:
    """Read by another Markdown parser, with what Teams adds to CommonMark."""
    reader = MarkdownIt("commonmark", {"html": True}).enable("strikethrough")
    tokens = reader.parse("x " + literal(words))
    inline = next(token for token in tokens if token.type == "inline")
    kinds = {child.type for child in inline.children or []}
    assert kinds <= {"text", "text_special"}
    assert "".join(child.content for child in inline.children or []) == "x " + words


def test_a_links_address_cannot_end_the_link() -> None:
    assert link("a]b", "https://x/(1) 2") == "[a\\]b](https://x/%281%29%202)"
