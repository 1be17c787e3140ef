"""Whether readers are to agree to a text: what legal declares of it, and when they last were to.

For programs that ask their users (docs/api.md); what the owner says in words of how one agrees is
`agreement`, beside it.
"""

from __future__ import annotations

from contextlib import suppress
from enum import StrEnum

from kaitei.model.publication import Publication
from kaitei.model.timeline import Policy


class Acceptance(StrEnum):
    """What a text asks of those who agreed to the one before.

    To agree anew, to take notice of it, or nothing.
    """

    REQUIRED = "required"
    NOTICE = "notice"
    NONE = "none"


def acceptance(publication: Publication) -> Acceptance | None:
    """What was declared of a publication's text; None where nothing was."""
    with suppress(ValueError):
        return Acceptance(str(publication.extra.get("acceptance", "")))
    return None


def consent_since(policy: Policy, text: Publication) -> Publication:
    """The publication for whose text consent was last to be asked, `text` or one that led to it.

    A correction asks nothing, nor does a text of which that or a mere notice was declared; one of
    which nothing was declared may ask, and the program decides.
    """
    text = policy.corrected(text)
    while acceptance(text) in (Acceptance.NOTICE, Acceptance.NONE) and text.base is not None:
        text = policy.corrected(policy.get(text.base))
    return text
