"""The open stories in memory: where an item is placed, and how reclustering and people change the stories."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from newsroom.item import Item, ItemId
from newsroom.sentence import Sentence, sentence
from newsroom.stories.constraints import MustLinkCannotLink
from newsroom.stories.cross_lingual import SentenceEncoder
from newsroom.stories.features import Features, TextFeatures, extract_features, hours_of, with_text
from newsroom.stories.linkage import in_two_languages
from newsroom.stories.next_story import NextStory, Obstacle, bar_pct, obstacle
from newsroom.stories.placement import (
    EditedItem,
    Nearest,
    NewStory,
    OpenStories,
    Placement,
    Reprint,
    SameItem,
    SameStory,
)
from newsroom.stories.reclustering import Snapshot
from newsroom.stories.stream_rarity import WeighedWords
from newsroom.stories.template_reports import same_template
from newsroom.stories.thresholds import (
    JOIN,
    MOST_ITEMS,
    RARE,
    RELATED,
    RELATED_WORDS,
    SAME_ADDRESS,
    SECOND_NEAR,
    WINDOW_H,
)
from newsroom.stories.window import ItemWindow, Original, StoredComparison
from newsroom.story import StoryId
from newsroom.text.frequency import background

_A_MOMENT = timedelta(milliseconds=1)  # hours as floats round: what is not older than the last one kept stays
_WORDS_SHOWN = 5  # a guess: a line of a message has room for about so many


class FeatureReader:
    """Features of items. Placing and adding follow each other, in one clusterer after another: the last are kept."""

    def __init__(self, encoder: SentenceEncoder | None) -> None:
        self._encoder = encoder
        self._known: Mapping[ItemId, TextFeatures] = {}
        self._last: tuple[Item, Features] | None = None

    def __call__(self, item: Item) -> Features:
        """What clustering compares of an item."""
        if self._last is None or self._last[0] is not item:
            read, embedding = self._known.get(item.id), self._encoder(item) if self._encoder else None
            features = extract_features(item, embedding) if read is None else with_text(item, read, embedding)
            self._last = (item, features)
        return self._last[1]

    def recall(self, known: Mapping[ItemId, TextFeatures]) -> None:
        """Take these for the items that are restored next: to read them anew is most of what a start does with them."""
        self._known = known


class StoryClusterer:
    """A cache: the same calls of add, move and expire in the same order make the same decisions, in any process.

    `encoder` compares items of different languages; without it they are joined by names alone. `features`: of another
    clusterer, which meets the same items. Of more than `most_items` the oldest are forgotten, except those that arrived
    at the same instant as the last one kept.
    """

    def __init__(
        self,
        encoder: SentenceEncoder | None = None,
        most_items: int = MOST_ITEMS,
        features: FeatureReader | None = None,
    ) -> None:
        self.features = features or FeatureReader(encoder)
        self._most_items = most_items
        self._window = ItemWindow()
        self._stories = OpenStories()
        self._constraints = MustLinkCannotLink()

    def __len__(self) -> int:
        return len(self._window)

    def story_of(self, item: ItemId) -> StoryId | None:
        """The story of an item; None once the item has left the window."""
        return self._stories.story_of.get(item)

    def place(self, item: Item) -> Placement:
        """Say what an item is to the open stories; changes nothing."""
        features = self.features(item)
        return self._same_entry(features) or self._copy(features) or self._own_text(features)

    def add(self, item: Item, story: StoryId) -> None:
        """Take in an item, placed now or stored before; an edited one takes the place of its earlier version."""
        self._window.add(self.features(item))
        self._stories.put(item.id, story)

    def add_stored(
        self, item: Item, story: StoryId, stored: StoredComparison, weighed: WeighedWords | None = None
    ) -> bool:
        """Take in an item as it was compared and weighed before.

        False, and nothing is done, where what it copies has left.
        """
        there = self._window.add_stored(self.features(item), stored, weighed)
        if there:
            self._stories.put(item.id, story)
        return there

    @property
    def window(self) -> ItemWindow:
        """What is compared, for who keeps it for the next start."""
        return self._window

    def take_over(self, window: ItemWindow) -> None:
        """Go on with a window that was kept; `put` says in which stories its items are."""
        self._window = window

    def put(self, item: ItemId, story: StoryId) -> None:
        """Say in which story an item of the window is; one that has left is ignored."""
        if item in self._window:
            self._stories.put(item, story)

    def features_of(self, item: ItemId) -> Features:
        """The features of an item that is in the window."""
        return self._window.features_of(item)

    def stored(self, item: ItemId) -> StoredComparison:
        """What `add_stored` wants of an item that was added just now."""
        return self._window.stored(item)

    def weighed(self, item: ItemId) -> WeighedWords | None:
        """The same of its terms; None where no item is compared with it, as with a copy."""
        return self._window.graph.weighed(self._window.features_of(item))

    def move(self, items: Iterable[ItemId], story: StoryId) -> None:
        """Put items into a story, after a reclustering or a correction; items that have left the window are ignored."""
        for item in items:
            if item in self._stories.story_of:
                self._stories.put(item, story)

    def expire(self, now: datetime) -> datetime:
        """Forget the items first seen before the horizon; gives the horizon."""
        horizon = self._horizon(now)
        for item in self._window.expire(hours_of(horizon)):
            self._stories.discard(item)
        return horizon

    def _horizon(self, now: datetime) -> datetime:
        """Since when items are kept: seven days before `now`; later where more than `most_items` came in since."""
        since = now - timedelta(hours=WINDOW_H)
        if len(self._window) <= self._most_items:
            return since
        return max(since, datetime.fromtimestamp(self._window.arrival(self._most_items) * 3600, UTC) - _A_MOMENT)

    def cannot_link(self, a: ItemId, b: ItemId) -> None:
        """A person decided that these two are not one story: valid for placing and reclustering until released."""
        self._constraints.cannot_link(a, b)

    def must_link(self, a: ItemId, b: ItemId) -> None:
        """A person decided that these two are one story: valid for placing and reclustering until released."""
        self._constraints.must_link(a, b)

    def release(self, a: ItemId, b: ItemId) -> None:
        """Forget what a person decided about two items."""
        self._constraints.release(a, b)

    def kept_apart(self, some: Collection[ItemId], others: Collection[ItemId]) -> bool:
        """Whether a person decided that one of these and one of the others are not one story."""
        return any(not self._constraints.cannot_link_with(item).isdisjoint(others) for item in some)

    def snapshot(self) -> Snapshot:
        """All that reclustering needs, in one picklable value."""
        return self._window.snapshot(self._stories.story_of, self._constraints)

    def _same_entry(self, features: Features) -> SameItem | EditedItem | None:
        known = self._window.same_entry(features)
        if known is None:
            return None
        story = self._stories.story_of[known.item]
        if known.exact == features.exact:
            return SameItem(of=known.item, story=story, why=sentence("joined.same_text"))
        if known.item == features.item or _cosine(known, features) >= SAME_ADDRESS:
            return EditedItem(of=known.item, story=story, why=sentence("joined.same_address"))
        return None

    def _copy(self, features: Features) -> Reprint | None:
        original = self._window.compare(features).copy_of
        if original is None or original.features.source == features.source:
            return None
        return self._reprint(original, partial=False) if self._may_join(features, original.features.item) else None

    def _reprint(self, original: Original, *, partial: bool) -> Reprint:
        name = "joined.part_copied" if partial else "joined.copied"
        return Reprint(
            of=original.features.item,
            story=self._stories.story_of[original.features.item],
            likeness_pct=original.shared_pct,
            partial=partial,
            why=sentence(name, shared_pct=original.shared_pct),
        )

    def _own_text(self, features: Features) -> Placement:
        linked = self._must_link(features)
        if linked is not None:
            story = self._stories.story_of[linked]
            return SameStory(of=linked, story=story, likeness_pct=100, why=sentence("joined.by_hand"))
        ranked = self._ranked(features)
        nearest = ranked[0] if ranked else None
        if nearest is None or nearest.relative < JOIN or not nearest.enough:
            return replace(self._new_story(features, nearest), next_story=self._kept_out(features, nearest))
        part_of = self._window.compare(features).part_of
        if part_of is not None and self._stories.story_of[part_of.features.item] == nearest.story:
            return self._reprint(part_of, partial=True)
        return SameStory(
            of=nearest.of,
            story=nearest.story,
            likeness_pct=_pct(nearest.likeness),
            why=_why_joined(features, self._window.features_of(nearest.of)),
            next_story=self._second(features, ranked[1:]),
        )

    def _barred(self, features: Features) -> set[StoryId]:
        """The stories that a person keeps an item out of."""
        story_of = self._stories.story_of
        return {story_of[other] for other in self._constraints.cannot_link_with(features.item) if other in story_of}

    def _ranked(self, features: Features) -> list[Nearest]:
        """The stories to join, the best first: that of a copy's original alone; else those that the item is like."""
        comparison = self._window.compare(features)
        story_of, barred = self._stories.story_of, self._barred(features)
        if comparison.copy_of is not None:
            original, shared_pct = comparison.copy_of.features.item, comparison.copy_of.shared_pct
            if story_of[original] not in barred:
                return [Nearest(story=story_of[original], of=original, likeness=shared_pct / 100, relative=1.0)]
        return self._stories.ranked(self._window.graph, comparison.row, features, lambda story: story not in barred)

    def _second(self, features: Features, others: Sequence[Nearest]) -> NextStory | None:
        """Of the stories that an item did not join the nearest, where it is near."""
        near = bool(others) and others[0].relative >= SECOND_NEAR * JOIN
        return self._next(features, others[0]) if near else None

    def _kept_out(self, features: Features, nearest: Nearest | None) -> NextStory | None:
        """The story that came nearest to an item that opens one, or would have, had nothing but the bar decided."""
        comparison, barred = self._window.compare(features), self._barred(features)
        if barred:
            apart = self._stories.ranked(self._window.graph, comparison.row, features, barred.__contains__)
            if apart and apart[0].relative >= JOIN and apart[0].enough:
                return replace(self._next(features, apart[0]), bar_pct=None, obstacle=Obstacle.KEPT_APART)
        other = comparison.other_event
        if other is not None and (nearest is None or other.likeness > nearest.likeness):
            return NextStory(of=other.item, likeness_pct=_pct(other.likeness), bar_pct=None, obstacle=other.shown_by)
        return None if nearest is None else self._next(features, nearest)

    def _next(self, features: Features, near: Nearest) -> NextStory:
        other = self._window.features_of(near.of)
        return NextStory(
            of=near.of,
            likeness_pct=_pct(near.likeness),
            bar_pct=bar_pct(near.relative) if near.enough else None,
            obstacle=obstacle(features, other, near.relative, enough=near.enough),
        )

    def _new_story(self, features: Features, nearest: Nearest | None) -> NewStory:
        likeness_pct = _pct(nearest.likeness) if nearest is not None else 0
        for likeness, item in self._window.graph.unfaded(features, 1, RELATED):
            other = self._window.features_of(item)
            saga = len(_rare_words(features, other)) >= RELATED_WORDS
            if saga and not same_template(features, other):
                return self._related(features, item, _pct(likeness))
        step = self._window.compare(features).other_event
        if step is not None and step.shown_by is Obstacle.OTHER_STEP:
            return self._related(features, step.item, likeness_pct)
        foreign = self._window.graph.in_other_language(features)
        if foreign is not None:
            shared = _shared(features, self._window.features_of(foreign))
            why = sentence("joined.maybe_in_other_language", shared=shared)
            related = self._stories.story_of[foreign]
            return NewStory(related=related, of=foreign, likeness_pct=likeness_pct, why=why)
        return NewStory(related=None, of=None, likeness_pct=likeness_pct, why=sentence("joined.nothing_alike"))

    def _related(self, features: Features, other: ItemId, likeness_pct: int) -> NewStory:
        why = _shared(features, self._window.features_of(other))
        return NewStory(related=self._stories.story_of[other], of=other, likeness_pct=likeness_pct, why=why)

    def _must_link(self, features: Features) -> ItemId | None:
        linked = self._constraints.must_link_with(features.item)
        return min((other for other in linked if other in self._stories.story_of), default=None)

    def _may_join(self, features: Features, other: ItemId) -> bool:
        story = self._stories.story_of[other]
        apart = self._constraints.cannot_link_with(features.item)
        return not any(self._stories.story_of.get(item) == story for item in apart)


def _shared(features: Features, other: Features) -> Sentence:
    """The shared words that weigh most, and the time between the items."""
    names = _shared_words(features, other, names=True)[:_WORDS_SHOWN]
    words = dict.fromkeys([*names, *_shared_words(features, other)])
    shown = ", ".join([*words][:_WORDS_SHOWN])
    return sentence("joined.shared_words", words=shown, gap=_gap(abs(features.hours - other.hours)))


def _shared_words(features: Features, other: Features, *, names: bool = False) -> list[str]:
    """The words that weigh most in both, as the first writes them; only names where asked."""
    mine, theirs = features.weights, other.weights
    shared = [term for term in mine if term in theirs and term.startswith("name ") == names]
    shared = [term for term in shared if names or not term.startswith("title ")]
    shared.sort(key=lambda term: (-mine[term] * theirs[term], term))
    return [features.words[term] for term in shared if term in features.words]


def _rare_words(features: Features, other: Features) -> list[str]:
    """The stems in both that are rare in the news."""
    rarity = background().rarity
    shared = set(features.terms).intersection(other.terms)
    return sorted(term for term in shared if " " not in term and rarity(term) >= RARE)


def _why_joined(features: Features, other: Features) -> Sentence:
    shared = _shared(features, other)
    encoded = in_two_languages(features.language, other.language) and features.embedding is not None
    return sentence("joined.in_other_language", shared=shared) if encoded else shared


def _gap(hours: float) -> Sentence:
    if hours < 1:
        return sentence("joined.minutes_apart", count=round(60 * hours))
    if hours < 48:  # noqa: PLR2004 - hours of two days
        return sentence("joined.hours_apart", count=round(hours))
    return sentence("joined.days_apart", count=round(hours / 24))


def _cosine(a: Features, b: Features) -> float:
    theirs = b.weights
    return sum(weight * theirs.get(term, 0.0) for term, weight in a.weights.items())


def _pct(likeness: float) -> int:
    return min(100, round(100 * likeness))
