"""A made-up consent proof: a child's permission and assent, signed, under one head, with no store behind it."""

from functools import cache

from store.agreement.wordings import WordingForm, newest
from store.fieldwork.consents.proof import Part, write_consent_proof
from store.fieldwork.consents.receipt_code import code_of
from store.keeping.acts import ConsentRecorded, dump
from store.keeping.checkpoint import Checkpoint, cosign, sign_checkpoint
from store.keeping.header import Header, digest_body, pack
from store.keeping.proof import Evidence, write_proof
from store.keeping.tree import Frontier, hash_leaf
from tests.fieldwork.consents.made_askings import AGREEMENT, ASSENT, CHILD, PERMISSION, answered, opened, said
from tests.keeping.frozen.example import BASE_KEY, COSIGNED_AT_S, COSIGNER, INTERVIEWER, LAPTOP, LAPTOP_KEY, PERSON_KEY

SALT = bytes(range(16))


@cache
def _made() -> tuple[str, bytes, bytes]:
    """Return the receipt code, the whole proof, and the proof of its first entry alone."""
    ceremony, permitted = answered(opened(CHILD), PERMISSION)
    ceremony, assented = answered(ceremony, ASSENT)
    records = [act for act in (*permitted, *assented) if isinstance(act, ConsentRecorded)]
    bodies = [dump(act) for act in records]
    headers = [
        pack(
            Header(
                journal=LAPTOP,
                branch=0,
                n=n,
                at_ms=act.at_ms,
                staff=INTERVIEWER,
                seen=0,
                kind=act.kind,
                kind_version=act.version,
                body_digest=digest_body(SALT, body),
            )
        )
        for n, (act, body) in enumerate(zip(records, bodies, strict=True))
    ]
    leaves = [hash_leaf(header) for header in headers]
    frontier = Frontier()
    frontier.extend(leaves)
    note = sign_checkpoint(Checkpoint(LAPTOP, 0, len(leaves), frontier.root()), LAPTOP_KEY)
    note = cosign(note, COSIGNER.name, BASE_KEY, COSIGNED_AT_S)
    parts = []
    for n, (header, body, asked) in enumerate(zip(headers, bodies, (PERMISSION, ASSENT), strict=True)):
        proof = write_proof(
            Evidence(
                header=header,
                signature=PERSON_KEY.sign(header),
                signer=PERSON_KEY.public_key(),
                salt=SALT,
                body=body,
                checkpoint=note,
                log_key=LAPTOP_KEY.public_key(),
                path=[leaves[1 - n]],
                cosigner=COSIGNER,
            )
        )
        wording = newest(AGREEMENT.wordings, asked.purpose, None, "en", WordingForm.FULL)
        shown = said(asked).shown
        assert wording is not None
        assert shown is not None
        parts.append(Part(proof, wording.text, shown.text))
    code = code_of(ceremony.sitting.ceremony)
    return code, write_consent_proof(code, parts), parts[0].proof


CODE = _made()[0]


def made_proof(*, proof_alone: bool = False) -> bytes:
    """Return the whole proof, or that of its first entry alone."""
    _, whole, first = _made()
    return first if proof_alone else whole
