"""Says which topics a story is about, best first, with the words that made each of them."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace

from bot.model import TopicKey, TopicMatch
from bot.stories.topics.aboutness import (
    CountryModel,
    Setting,
    trained_country_weights,
    traits_of,
)
from bot.stories.topics.catalogue import Catalogue
from bot.stories.topics.deciding import HOME, is_about, is_foreign, named_by_rules
from bot.stories.topics.desks import DeskModel, trained_weights
from bot.stories.topics.evidence import SHOW_SHARES, SPORT_SHARES, Contexts, Evidence, gather
from bot.stories.topics.names import Name
from bot.stories.topics.reading import read_data
from bot.stories.topics.told import Told, tell
from bot.stories.topics.topic import TopicInfo
from bot.stories.topics.vocabulary import Vocabulary
from bot.stories.topics.words import Words, cut, fold_all

# What a desk without trained weights needs: its keywords in title and lead.
_KEYWORDS_ENOUGH = 4.5
# Probabilities that make a desk, tuned on the development set of training/topics.
_LIKELY = 0.5
_LIKELY_BY_DESK = {"teknologi": 0.65, "politik": 0.45, "hukum": 0.4}
_SPORT, _SHOW, _POLITICS = TopicKey("olahraga"), TopicKey("hiburan"), TopicKey("politik")
_TECH = TopicKey("teknologi")
_HOME_DESK, _WORLD_DESK = TopicKey("nasional"), "internasional"
# Desks whose stories are news of the country or of the world.
_HARD_NEWS = frozenset({"hukum", "politik", "bencana", "ekonomi", "pendidikan", "kesehatan"})
_SOFT_NEWS = frozenset({"olahraga", "hiburan", "teknologi", "otomotif", "gaya-hidup"})
# Desks whose stories name countries as background: a market fears a war, an app is American,
# a striker is Italian.
_BACKGROUND_DESKS = frozenset({TopicKey("ekonomi"), _TECH, _SPORT})
# The mark of a topic that follows from another: Irak -> Timur Tengah.
IMPLIED = "implied"


class Matcher:
    """The topics of a catalogue, ready to be found in stories."""

    def __init__(self, catalogue: Catalogue) -> None:
        masks = read_data("masks.json")
        topics = catalogue.topics
        self._catalogue = catalogue
        self._kinds = {topic.key: topic.kind for topic in topics}
        self._conditions = {topic.key: topic for topic in topics if topic.needed or topic.vetoes}
        places = [topic for topic in topics if topic.kind != "desk"]
        self._places = Vocabulary(places, masks["phrases"], masks["title-left"])
        self._contexts = _contexts(masks)
        self._sport_contexts = replace(self._contexts, shares=SPORT_SHARES)
        self._show_contexts = replace(self._contexts, shares=SHOW_SHARES)
        self._keywords = Vocabulary([topic for topic in topics if topic.kind == "desk"])
        self._countries = CountryModel(trained_country_weights())
        self._desks = DeskModel(trained_weights())
        self._sections = {section: topic.key for topic in topics for section in topic.sections}

    def match(
        self, title: str, text: str, *, section: str = "", outlet: str = ""
    ) -> tuple[TopicMatch, ...]:
        """Topics best first; one that only follows from another has where = "implied"."""
        del outlet  # No topic depends on who reports; own queries do.
        head, body = cut(title), cut(text)
        found = {match.key: match for match in self._by_desk(head, body, section)}
        found.update((match.key, match) for match in self._by_place(head, body, found))
        for match in self._implied(found):
            found.setdefault(match.key, match)
        return tuple(sorted(found.values(), key=lambda match: (-match.score, match.key)))

    def traits(self, title: str, text: str) -> Mapping[TopicKey, Mapping[str, float]]:
        """What the trained model is told of each foreign country: for training it.

        "named" is no trait but what the rules say.
        """
        head, body = cut(title), cut(text)
        desks = {match.key: match for match in self._by_desk(head, body, "")}
        told = tell(self._places, head, body)
        found = self._evidence(told, desks)
        named = self._named(found, body, desks)
        return {
            key: {**traits, "named": float(key in named)}
            for key, traits in self._traits(told, found, desks).items()
        }

    def _by_place(
        self, title: Words, body: Words, desks: Mapping[TopicKey, TopicMatch]
    ) -> Iterator[TopicMatch]:
        told = tell(self._places, title, body)
        found = self._evidence(told, desks)
        named = self._named(found, body, desks)
        traits = self._traits(told, found, desks)
        for key, evidence in found.items():
            likely = self._countries.probability(traits[key]) if key in traits else None
            if is_about(likely, named=key in named):
                yield _match(key, evidence)

    def _named(
        self,
        found: Mapping[TopicKey, Evidence],
        body: Words,
        desks: Mapping[TopicKey, TopicMatch],
    ) -> frozenset[TopicKey]:
        background = not desks.keys().isdisjoint(_BACKGROUND_DESKS)
        return named_by_rules(found, self._kinds, len(body), background=background)

    def _evidence(self, told: Told, desks: Container[TopicKey]) -> Mapping[TopicKey, Evidence]:
        return {
            key: evidence
            for key, evidence in gather(told, self._contexts_of(desks)).items()
            if _fulfilled(self._conditions.get(key), told.title, told.body)
        }

    def _traits(
        self,
        told: Told,
        found: Mapping[TopicKey, Evidence],
        desks: Mapping[TopicKey, TopicMatch],
    ) -> Mapping[TopicKey, Mapping[str, float]]:
        foreign = {key: evidence for key, evidence in found.items() if is_foreign(key, self._kinds)}
        if not foreign:
            return {}
        local = [found[key] for key in found if self._kinds[key] in ("province", "city")]
        setting = Setting(
            sport=desks[_SPORT].score if _SPORT in desks else 0.0,
            show=desks[_SHOW].score if _SHOW in desks else 0.0,
            tech=_TECH in desks,
            news=desks.keys().isdisjoint(_BACKGROUND_DESKS | {_SHOW}),
            home=found.get(HOME, Evidence()),
            local=local,
        )
        return traits_of(told, self._contexts, foreign, setting)

    def _contexts_of(self, desks: Container[TopicKey]) -> Contexts:
        if _SPORT in desks:
            return self._sport_contexts
        if _SHOW in desks and _POLITICS not in desks:
            return self._show_contexts
        return self._contexts

    def _by_desk(self, title: Words, body: Words, section: str) -> Iterator[TopicMatch]:
        named = self._sections.get("-".join(fold_all(section)))
        if named is not None:
            yield TopicMatch(key=named, score=1.0, words=(section,), where="section")
        keywords = gather(tell(self._keywords, title, body), Contexts())
        trained = set()
        for desk in self._desks.score(title, body, keywords):
            trained.add(desk.key)
            if desk.key != named and desk.probability >= _LIKELY_BY_DESK.get(desk.key, _LIKELY):
                score = round(desk.probability, 3)
                yield TopicMatch(key=desk.key, score=score, words=desk.words, where=desk.where)
        for key, evidence in keywords.items():
            if key != named and key not in trained and evidence.score >= _KEYWORDS_ENOUGH:
                yield _match(key, evidence)

    def _implied(self, found: Mapping[TopicKey, TopicMatch]) -> Iterator[TopicMatch]:
        """Regions of countries, provinces of cities, and the two desks that follow."""
        foreign = [
            match for key, match in found.items() if self._kinds[key] == "country" and key != HOME
        ]
        local = [
            match
            for key, match in found.items()
            if self._kinds[key] in ("province", "city") or key == HOME
        ]
        for match in foreign + local:
            info = self._catalogue.get(match.key)
            for parent in info.parents if info else ():
                if parent != HOME:
                    yield _following(parent, match)
        desks = found.keys() & (_HARD_NEWS | _SOFT_NEWS)
        if foreign and not desks & _SOFT_NEWS:
            yield _following(TopicKey(_WORLD_DESK), foreign[0])
        if not foreign and not desks & _SOFT_NEWS and (local or desks):
            yield _following(_HOME_DESK, local[0] if local else found[min(desks)])


def _contexts(masks: Mapping[str, Iterable[str]]) -> Contexts:
    return Contexts(
        other=frozenset(masks["before"]),
        after=frozenset(masks["after"]),
        origin=frozenset(masks["origin"]),
        apart=frozenset(masks["apart"]) | frozenset(masks["title-left"]),
        reasons=frozenset(masks["reasons"]),
        markets=frozenset(masks["markets"]),
    )


def _following(key: TopicKey, match: TopicMatch) -> TopicMatch:
    return replace(match, key=key, score=round(match.score * 0.9, 3), where=IMPLIED)


def _match(key: TopicKey, evidence: Evidence) -> TopicMatch:
    return TopicMatch(
        key=key,
        score=round(min(evidence.score / 10.0, 1.0), 3),
        words=tuple(evidence.words),
        where=next(iter(evidence.words.values())),
    )


def _fulfilled(topic: TopicInfo | None, title: Words, body: Words) -> bool:
    """Whether all needed words stand in the story, and no refused one."""
    if topic is None:
        return True
    if not all(_stands(name, title) or _stands(name, body) for name in topic.needed):
        return False
    return not any(_stands(name, title) or _stands(name, body) for name in topic.vetoes)


def _stands(name: Name, words: Words) -> bool:
    count = len(name.tokens)
    return any(
        words.folded[at : at + count] == name.tokens and words.joined(at, count)
        for at, word in enumerate(words.folded)
        if word == name.tokens[0]
    )
