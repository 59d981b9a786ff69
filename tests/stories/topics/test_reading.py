"""The data files of the ready topics are checked as a whole."""

from collections import defaultdict

import pytest

from bot.stories.topics.catalogue import Catalogue
from bot.stories.topics.desks import trained_weights
from bot.stories.topics.names import NameKind, slug
from bot.stories.topics.reading import read_data
from bot.stories.topics.words import fold_all

# Names that two places rightly share.
SHARED = {("krimea",), ("crimea",), ("semenanjung", "korea"), ("jerusalem",), ("yerusalem",)}


def test_every_territory_is_a_topic(catalogue: Catalogue) -> None:
    codes = {topic.code for topic in catalogue.topics if topic.code}

    assert codes == set(read_data("territories.json"))
    assert set(read_data("countries.json")) <= codes


def test_regions_name_known_codes() -> None:
    codes = set(read_data("territories.json"))

    for region in read_data("regions.json").values():
        assert set(region["children"]) <= codes


def test_every_country_lies_in_a_region(catalogue: Catalogue) -> None:
    remote = {"AC", "CP", "DG", "EA", "IC", "ID", "IO", "NF", "TA", "UM", "MP"}
    lost = {
        topic.code for topic in catalogue.topics if topic.kind == "country" and not topic.parents
    }

    assert lost <= remote


def test_keys_are_slugs(catalogue: Catalogue) -> None:
    assert [key for key in catalogue.keys if slug(key) != key] == []


def test_parents_and_children_agree(catalogue: Catalogue) -> None:
    for topic in catalogue.topics:
        for child in catalogue.children(topic.key):
            assert topic.key in child.parents or topic.key == "indonesia"


def test_no_name_means_two_countries(catalogue: Catalogue) -> None:
    owners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for topic in catalogue.topics:
        if topic.kind == "country":
            for word in topic.words:
                owners[word.tokens].add(topic.key)

    doubled = {tokens for tokens, keys in owners.items() if len(keys) > 1}
    assert doubled == SHARED & doubled


def test_every_country_can_be_named_outright(catalogue: Catalogue) -> None:
    for topic in catalogue.topics:
        if topic.kind in ("country", "region"):
            assert any(word.kind is NameKind.NAME for word in topic.words), topic.key


def test_masks_swallow_no_whole_topic(catalogue: Catalogue) -> None:
    names = {
        word.tokens for topic in catalogue.topics if topic.kind != "desk" for word in topic.words
    }

    assert names.isdisjoint(map(fold_all, read_data("masks.json")["phrases"]))


@pytest.mark.parametrize("part", ["before", "origin", "title-left"])
def test_context_words_are_single_and_folded(part: str) -> None:
    for word in read_data("masks.json")[part]:
        assert fold_all(word) == (word,), word


def test_sections_belong_to_one_desk() -> None:
    sections = [
        section for desk in read_data("desks.json").values() for section in desk["sections"]
    ]

    assert len(sections) == len(set(sections))
    assert all(slug(section) == section for section in sections)


def test_trained_desks_are_topics(catalogue: Catalogue) -> None:
    assert set(trained_weights()) <= set(catalogue.keys)
    assert all("@bias" in desk for desk in trained_weights().values())
