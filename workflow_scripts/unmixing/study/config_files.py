"""Config files as people write them: what cannot be read, and on which line each key is."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

# The loader that Snakemake reads config files with.
from yaml import FullLoader as Loader

from learning_curves.errors import UserError, did_you_mean, join_items, shorten_path

# Names of mappings, and numbers of items in lists.
Key = tuple[str | int, ...]
# YAML 1.1 reads 010 as octal, and 1:30 as hours and minutes.
READ_OTHERWISE = re.compile(r"[-+]?(0[0-7_]+|[0-9_:]*:[0-9_:]*)")


class Place(NamedTuple):
    """Where a key is given: a line of a file, or line 0 of `--config` on the command line."""

    source: str
    line: int = 0


class Entry(NamedTuple):
    """A key or an item of a list; a leaf replaces what an earlier file gives."""

    key: Key
    place: Place
    is_leaf: bool


@dataclass(frozen=True)
class Places:
    """Where the keys of a config are given, and what is wrong with how they are written.

    Attributes
    ----------
    of_key : Mapping[Key, Place]
        Key -> place, for every known key and item.
    problems : tuple[tuple[Key, str], ...]
        Keys, and what is wrong with each, as the end of a sentence.
    """

    of_key: Mapping[Key, Place]
    problems: tuple[tuple[Key, str], ...] = ()

    def find(self, key: Key) -> Place | None:
        """Return where a key is given, or else the closest mapping that should hold it."""
        known = (self.of_key[key[:n]] for n in range(len(key), 0, -1) if key[:n] in self.of_key)
        return next(known, None)


NOWHERE = Places({})


def check_file(path: str | Path) -> None:
    """Refuse a config file that holds no keys with values.

    Raises
    ------
    UserError
        With the line, if known.
    """
    name, text = shorten_path(path), _text(path)
    try:
        content = _content(text)
        # YAML allows an anchor that contains itself; this refuses it.
        json.dumps(content, default=str, skipkeys=True)
    except yaml.MarkedYAMLError as error:
        raise UserError(_broken(name, error, text)) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0]
        raise UserError(f"{name} cannot be read as YAML: {reason}.") from None
    if content is None:
        raise UserError(f"{name} is empty: it must hold a study, as config/config.yaml does.")
    if not isinstance(content, dict):
        kind = "a list" if isinstance(content, list) else "text"
        raise UserError(
            f"{name} holds {kind}, and a study is keys with values, such as `study: small`: begin "
            "each line at the left margin with a key and a colon."
        )


def find_places(
    files: Iterable[str | Path], typed: Mapping[str, Any], config: Mapping[Any, Any]
) -> Places:
    """Find where the keys of a config are given.

    Parameters
    ----------
    files : Iterable[str or Path]
        Config files in the order in which they are merged.
    typed : Mapping[str, Any]
        What `--config` gives.
    config : Mapping[Any, Any]
        The merged config; a file with other keys belongs to another workflow and is left out.
    """
    names = {str(name) for name in config}
    places: dict[Key, Place] = {}
    problems: list[tuple[Key, str]] = []
    for file in files:
        found = _found_in(file)
        entries = [entry for entry in found if isinstance(entry, Entry)]
        if {entry.key[0] for entry in entries} <= names:
            places = _merge(places, entries)
            problems += [other for other in found if not isinstance(other, Entry)]
    return Places(_merge(places, list(_typed(typed))), tuple(problems))


def _found_in(file: str | Path) -> list[Entry | tuple[Key, str]]:
    """Return the keys and items of a file, and mistakes in how they are written."""
    try:
        loader = Loader(_text(file))
        return list(_entries(loader, loader.get_single_node(), shorten_path(file)))
    except yaml.YAMLError:
        # JSON may be indented by tabs, which YAML may not.
        return []


def _text(path: str | Path) -> str:
    name, path = shorten_path(path), Path(path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        others = [file.name for file in path.parent.glob("*.[yj]*")]
        target = (
            f" If {name} is a target, put it first, as in snakemake {name} --configfile FILE: that "
            "option takes every word after it."
        )
        raise UserError(
            f"There is no config file {name}."
            f"{did_you_mean(path.name, others) if path.suffix else target}"
        ) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise UserError(f"{name}, line {line}: this is not UTF-8 text: save it as UTF-8.") from None
    except OSError as error:
        raise UserError(f"The config file {name} cannot be read: {error.strerror}.") from None


def _content(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return yaml.load(text, Loader)


def _broken(name: str, error: yaml.MarkedYAMLError, text: str) -> str:
    mark = error.problem_mark or error.context_mark
    line = 1 if mark is None else mark.line + 1
    written = (text.splitlines() or [""])[min(line, len(text.splitlines())) - 1]
    if "\t" in written[: len(written) - len(written.lstrip())]:
        return f"{name}, line {line}: a tab indents this line, and YAML only takes spaces."
    where = f"{name}, line {line}: this is not YAML"
    if not isinstance(error, yaml.scanner.ScannerError | yaml.parser.ParserError):
        return f"{where}: {' '.join(filter(None, [error.context, error.problem]))}."
    begun = error.context_mark
    since = f", {error.context} from line {begun.line + 1} on" if begun and error.context else ""
    return (
        f"{where}: {error.problem}{since}. Look for a bracket or a quote that is not closed, a "
        "colon without a space, or an indentation that differs."
    )


def _entries(
    loader: Loader, node: yaml.Node | None, source: str, key: Key = ()
) -> Iterator[Entry | tuple[Key, str]]:
    """Yield the keys and items below a node, and mistakes in how they are written."""
    if isinstance(node, yaml.ScalarNode):
        yield from _misread(loader, node, key)
    for name, line, child in _children(loader, node):
        is_leaf = not isinstance(child, yaml.MappingNode)
        yield Entry((*key, name), Place(source, line), is_leaf)
        yield from _entries(loader, child, source, (*key, name))
    lines: dict[str | int, list[int]] = {}
    for name, line, _ in _children(loader, node):
        lines.setdefault(name, []).append(line)
    for name, several in lines.items():
        if len(several) > 1:
            yield (
                (*key, name),
                f" is given {len(several)} times, in lines {join_items(several)}: keep one.",
            )


def _children(loader: Loader, node: yaml.Node | None) -> Iterator[tuple[str | int, int, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        for name, child in node.value:
            # `<<` merges keys that are written elsewhere.
            if name.tag != "tag:yaml.org,2002:merge":
                yield str(loader.construct_object(name)), name.start_mark.line + 1, child
    elif isinstance(node, yaml.SequenceNode):
        for number, child in enumerate(node.value):
            yield number, child.start_mark.line + 1, child


def _misread(loader: Loader, node: yaml.ScalarNode, key: Key) -> Iterator[tuple[Key, str]]:
    if node.tag != "tag:yaml.org,2002:int" or not READ_OTHERWISE.fullmatch(node.value):
        return
    value = loader.construct_object(node)
    if not re.fullmatch(f"[-+]?0*{abs(value)}", node.value):
        yield key, f": {node.value} means {value} to YAML: write {value}, or what you mean."


def _typed(given: Mapping[str, Any], key: Key = ()) -> Iterator[Entry]:
    for name, value in given.items():
        is_leaf = not isinstance(value, Mapping)
        yield Entry((*key, name), Place("--config"), is_leaf)
        if not is_leaf:
            yield from _typed(value, (*key, name))


def _merge(places: Mapping[Key, Place], entries: list[Entry]) -> dict[Key, Place]:
    """Merge places: mappings are merged, everything else is replaced."""
    replaced = {entry.key for entry in entries if entry.is_leaf}
    kept = {
        key: place
        for key, place in places.items()
        if not any(key[:n] in replaced for n in range(1, len(key) + 1))
    }
    return {entry.key: entry.place for entry in entries} | kept
