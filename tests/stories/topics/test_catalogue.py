import pytest

from bot.model import TopicKey
from bot.stories.topics.catalogue import Catalogue, TopicSpec, TopicSpecError, builtin


@pytest.mark.parametrize(
    ("key", "kind", "name", "english"),
    [
        ("irak", "country", "Irak", "Iraq"),
        ("amerika-serikat", "country", "Amerika Serikat", "United States"),
        ("china", "country", "China", "China"),
        ("korea-utara", "country", "Korea Utara", "North Korea"),
        ("timur-tengah", "region", "Timur Tengah", "Middle East"),
        ("asia-tenggara", "region", "Asia Tenggara", "Southeast Asia"),
        ("jawa-barat", "province", "Jawa Barat", "West Java"),
        ("bandung", "city", "Bandung", "Bandung"),
        ("ekonomi", "desk", "Ekonomi", "Economy"),
    ],
)
def test_ready_topics_have_names(
    catalogue: Catalogue, key: str, kind: str, name: str, english: str
) -> None:
    info = catalogue.get(TopicKey(key))

    assert info is not None
    assert info.kind == kind
    assert catalogue.name(info.key, "id") == name
    assert catalogue.name(info.key, "en") == english


def test_country_carries_its_flag(catalogue: Catalogue) -> None:
    irak = catalogue.get(TopicKey("irak"))

    assert irak is not None
    assert irak.emoji == "🇮🇶"
    assert irak.parents == ("timur-tengah",)


def test_region_opens_into_its_countries(catalogue: Catalogue) -> None:
    names = [topic.names["id"] for topic in catalogue.children(TopicKey("timur-tengah"))]

    assert {"Irak", "Iran", "Palestina", "Turki", "Mesir"} <= set(names)
    assert names == sorted(names)


def test_province_opens_into_its_cities(catalogue: Catalogue) -> None:
    assert "surabaya" in {topic.key for topic in catalogue.children(TopicKey("jawa-timur"))}


def test_unknown_key_is_its_own_name(catalogue: Catalogue) -> None:
    assert catalogue.get(TopicKey("atlantis")) is None
    assert catalogue.name(TopicKey("atlantis"), "id") == "atlantis"
    assert catalogue.children(TopicKey("atlantis")) == ()


def test_popular_topics_exist(catalogue: Catalogue) -> None:
    assert len(catalogue.popular) == 12
    assert catalogue.popular[:2] == ("irak", "rusia")
    assert all(catalogue.get(key) for key in catalogue.popular)


def test_builtin_is_read_once() -> None:
    assert builtin() is builtin()


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("irak", "irak"),
        ("  Iraq ", "irak"),
        ("IRAK", "irak"),
        ("moskow", "rusia"),
        ("Timur Tengah", "timur-tengah"),
        ("timur-tengah", "timur-tengah"),
        ("Gaza", "palestina"),
        ("Economy", "ekonomi"),
        ("minyak mentah", None),
        ("", None),
    ],
)
def test_words_resolve_to_one_topic(catalogue: Catalogue, words: str, key: str | None) -> None:
    assert catalogue.resolve(words) == key


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("irak", "irak"),
        ("rusai", "rusia"),
        ("palestna", "palestina"),
        ("amerka serikat", "amerika-serikat"),
        ("timur te", "timur-tengah"),
        ("tekno", "teknologi"),
        ("guinea", "guinea"),
    ],
    ids=["exact", "swap", "missing-letter", "two-words", "beginning", "desk", "shortest"],
)
def test_search_finds_the_best_first(catalogue: Catalogue, words: str, first: str) -> None:
    assert catalogue.find(words)[0].key == first


@pytest.mark.parametrize("words", ["", "   ", "??", "zzqx", "x" * 10_000])
def test_search_may_find_nothing(catalogue: Catalogue, words: str) -> None:
    assert catalogue.find(words) == ()


def test_override_leaves_the_ready_catalogue(catalogue: Catalogue) -> None:
    changed = catalogue.with_overrides([TopicSpec(key="irak", names={"id": "Republik Irak"})])

    assert changed.name(TopicKey("irak"), "id") == "Republik Irak"
    assert changed.name(TopicKey("irak"), "en") == "Iraq"
    assert catalogue.name(TopicKey("irak"), "id") == "Irak"


def test_new_topic_gets_a_name_from_its_key(catalogue: Catalogue) -> None:
    changed = catalogue.with_overrides([TopicSpec(key="kereta-cepat", any=("kereta cepat",))])

    assert changed.name(TopicKey("kereta-cepat"), "id") == "Kereta cepat"
    assert changed.resolve("kereta cepat") == "kereta-cepat"


@pytest.mark.parametrize(
    ("spec", "word", "sentence"),
    [
        (TopicSpec(key="Kereta Cepat", any=("kereta",)), "Kereta Cepat", "'kereta-cepat'"),
        (TopicSpec(key="", any=("kereta",)), "", "small letters"),
        (TopicSpec(key="kereta", any=("!!",)), "!!", "no letter or digit"),
        (TopicSpec(key="kereta", any=("*",)), "*", "no letter or digit"),
        (TopicSpec(key="kereta", any=("rel",), not_=("Rel",)), "rel", "wanted and refused"),
        (TopicSpec(key="kereta"), "", "needs words"),
    ],
    ids=["key", "no-key", "signs", "mark", "both", "empty"],
)
def test_bad_spec_names_key_and_word(
    catalogue: Catalogue, spec: TopicSpec, word: str, sentence: str
) -> None:
    with pytest.raises(TopicSpecError, match=sentence) as caught:
        catalogue.with_overrides([spec])

    assert (caught.value.key, caught.value.word) == (spec.key, word)
