"""What is kept of a person, asked in Teams: where the number of their conversation is to be had."""

from django.utils import translation
from django.utils.translation import gettext as _

from bot.chat.models import Conversation
from bot.web.language import in_both


def asks_what_is_kept(text: str) -> bool:
    return text.casefold() in {words.casefold() for words in in_both(lambda: _("What is kept about me?")).values()}


def what_is_kept(conversation: Conversation) -> str:
    with translation.override(conversation.language):
        sentences = [
            *kept_sentences(),
            _("To see what is kept, or to have it erased, give this number to whoever runs Holi:"),
            str(conversation.id),
        ]
        return " ".join(sentences)


def kept_sentences() -> list[str]:
    return [
        _("The Communications Team can read your questions and my answers, but your name isn't kept with them."),
        _("If you delete a message, my answer goes from this chat, but your question stays kept."),
    ]
