"""What proves that a publication was announced: one PDF in every language, and the files behind it.

It says what the record, git, signatures, time stamps and a witness's log say, and nothing that none
of them saw.
"""

from kaitei.build.evidence.folder import write
from kaitei.build.evidence.proof import Proof, proof
from kaitei.build.evidence.sightings import Gap, Sightings, sightings

__all__ = ["Gap", "Proof", "Sightings", "proof", "sightings", "write"]
