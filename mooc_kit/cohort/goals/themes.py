"""Goal clustering: goals that want much the same are grouped offline; the same goals always give the same themes.

The team may name themes beforehand, each with words that people would use (seeds): a goal joins one by its words, or
where it is clearly nearer to goals that did than to others. What fits no seed is grouped by itself, and put to the team
for naming. Words are weighted by TF-IDF; letter groups stand beside whole words, so that endings, small
slips and languages without spaces between words do not part what belongs together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mooc_kit.cohort.goals.responses import Goal
from mooc_kit.cohort.goals.tokens import stem, tokens
from mooc_kit.course.goal_themes import SMALL

SEED_PULL = 2.0
"""How many goals a seed weighs in its theme's middle."""
NEIGHBOURS = 3
LEAST_FIT = 0.15
"""The least mean cosine to `NEIGHBOURS` goals of a theme for a goal that has none of the theme's words."""
MOST_COMPARED = 1500
"""How many goals of a theme, and how many others, a goal is compared with."""
MOST_GROUPED = 3000
"""How many goals are grouped by comparing each with each; more would need gigabytes."""
LEAST_SHARED = 0.035
"""The least mean cosine between the goals of two groups that become one."""
DIMENSIONS = 50


@dataclass(frozen=True)
class Seed:
    """A theme that the team expects: words that people would use for it, and the outcomes that answer it."""

    id: str
    title: str
    words: Sequence[str]
    outcomes: Sequence[str] = ()


@dataclass(frozen=True)
class FoundTheme:
    """`goals` are indices, the nearest to the middle first; `seed` is None where the theme was discovered."""

    words: tuple[str, ...]
    goals: tuple[int, ...]
    seed: Seed | None = None


@dataclass
class ThemeMap:
    """`labels` holds each goal's theme, or -1; `places` its point on a map, in the square from 0 to 1."""

    themes: list[FoundTheme] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    places: list[tuple[float, float]] = field(default_factory=list)


def find_themes(goals: Sequence[Goal], seeds: Sequence[Seed] = (), subject: str = "") -> ThemeMap:
    """Group `goals` into themes, the largest first.

    Words of `subject` (the course's title) are passed over: whoever signs up for a course on gardens writes "garden".
    """
    import sklearn.decomposition  # noqa: F401  # it brings a BLAS of its own, which only what is loaded can be held to
    from threadpoolctl import threadpool_limits

    # What is counted here is small: more threads wait for one another, and may add up in another order.
    with threadpool_limits(limits=1):
        return _themes(goals, seeds, subject)


def _themes(goals: Sequence[Goal], seeds: Sequence[Seed], subject: str) -> ThemeMap:
    common = {stem(word) for word in tokens(subject)}
    texts = [" ".join(word for word in tokens(goal.text) if stem(word) not in common) for goal in goals]
    if not any(texts):
        return ThemeMap(labels=[-1] * len(texts), places=[(0.5, 0.5)] * len(texts))
    space, seeded = _space(texts, [" ".join([seed.title, *seed.words, *seed.words]) for seed in seeds])
    labels = _gather(space, seeded, _speaks(texts, seeds)) if seeds else np.full(len(texts), -1)
    left = np.flatnonzero(labels < 0)
    dense = _reduced(space)
    if len(left) >= 2 * SMALL:
        found = _discover(space[left])
        labels[left] = np.where(found >= 0, found + len(seeds), -1)
    key_words = _key_words(texts, labels)
    groups = {
        int(label): np.flatnonzero(labels == label)
        for label in np.unique(labels)
        # A discovered group that shares fewer than two words could not be named by anybody.
        if 0 <= label < len(seeds) or (label >= 0 and len(key_words[int(label)]) >= 2)
    }
    people = {label: len({goals[int(i)].person for i in members}) for label, members in groups.items()}
    order = sorted(groups, key=lambda label: (-people[label], label))
    themes = [
        FoundTheme(
            words=key_words[label],
            goals=tuple(int(i) for i in _nearest_first(space, groups[label])),
            seed=seeds[label] if label < len(seeds) else None,
        )
        for label in order
    ]
    numbers = {label: number for number, label in enumerate(order)}
    return ThemeMap(themes, [numbers.get(int(label), -1) for label in labels], _places(dense))


def _space(texts: Sequence[str], seeds: Sequence[str]) -> tuple[Any, Any]:
    """Goals and seeds as rows of length 1 in one space of words and letter groups (sparse)."""
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    # A word that every third person writes ("learn", the course's own subject) tells nothing apart.
    most = 0.3 if len(texts) >= 40 else 1.0
    words = TfidfVectorizer(tokenizer=tokens, token_pattern=None, lowercase=False, max_df=most, sublinear_tf=True)
    letters = TfidfVectorizer(
        analyzer=_letter_groups, min_df=2 if len(texts) >= 40 else 1, max_df=most, sublinear_tf=True
    )
    everything = [*texts, *seeds]
    try:
        both = hstack([words.fit_transform(everything) * 1.0, letters.fit_transform(everything) * 0.6]).tocsr()
    except ValueError:  # nothing but stop words
        both = letters.set_params(min_df=1, max_df=1.0).fit_transform(everything)
    both = normalize(both)
    return both[: len(texts)], both[len(texts) :]


def _letter_groups(text: str) -> list[str]:
    """Groups of four letters inside words; of two where a script writes words without spaces."""
    found = []
    for token in tokens(text):
        size = 2 if ord(token[0]) > 0x2E7F or 0x0E00 <= ord(token[0]) <= 0x0EFF else 4
        padded = f" {token} " if size == 4 else token
        found += [padded[i : i + size] for i in range(max(1, len(padded) - size + 1))]
    return found


def _gather(space: Any, seeds: Any, speaks: Any) -> Any:
    """The seed that each goal belongs to, or -1.

    A goal joins a theme by its words (`speaks`: goals × seeds), the nearest one where they are several's. One that has
    none of them joins only where it lies clearly near: nearer to its nearest goals of the theme than to its nearest
    outside of it. So a goal joins no theme since it is the only one that was named.
    """
    from sklearn.preprocessing import normalize

    fit = np.zeros(speaks.shape)
    for seed in range(speaks.shape[1]):
        middle = np.asarray(space[speaks[:, seed]].sum(axis=0)) + seeds[seed].toarray() * SEED_PULL
        fit[:, seed] = (space @ normalize(middle).T).ravel()
    has_words = speaks.any(axis=1)
    labels = np.where(has_words, np.where(speaks, fit, -1.0).argmax(axis=1), -1)
    nearest = fit.argmax(axis=1)
    for seed in range(speaks.shape[1]):
        asked = np.flatnonzero(~has_words & (nearest == seed))
        if len(asked) and speaks[:, seed].any():
            inside = _nearness(space, asked, np.flatnonzero(speaks[:, seed]))
            outside = _nearness(space, asked, np.flatnonzero(~speaks[:, seed]))
            labels[asked[(inside >= LEAST_FIT) & (inside > outside)]] = seed
    return labels


def _nearness(space: Any, goals: Any, others: Any) -> Any:
    """For each of `goals` the mean cosine to its `NEIGHBOURS` nearest among `others`, of which many are looked at."""
    others = others[:: -(-len(others) // MOST_COMPARED) or 1]
    found = np.zeros(len(goals))
    for start in range(0, len(goals), MOST_COMPARED):
        part = goals[start : start + MOST_COMPARED]
        cosines = (space[part] @ space[others].T).toarray()
        cosines[part[:, None] == others[None, :]] = 0.0
        nearest = np.sort(cosines, axis=1)[:, -NEIGHBOURS:]
        found[start : start + len(part)] = nearest.sum(axis=1) / NEIGHBOURS if nearest.shape[1] else 0.0
    return found


def _speaks(texts: Sequence[str], seeds: Sequence[Seed]) -> Any:
    """Whether each text holds a word of each seed: in another form, or inside a longer one (Hochwasserschutz)."""
    wanted = [[token for word in seed.words for token in tokens(word)] for seed in seeds]
    found = np.zeros((len(texts), len(seeds)), dtype=bool)
    for row, text in enumerate(texts):
        own = text.split()
        stems = {stem(word) for word in own}
        for column, words in enumerate(wanted):
            found[row, column] = any(
                stem(word) in stems or (_may_be_a_part(word) and any(word in other for other in own)) for word in words
            )
    return found


def _may_be_a_part(word: str) -> bool:
    """Whether `word` tells something inside of another: five letters, or two where words are written without spaces."""
    return len(word) >= (2 if ord(word[0]) > 0x2E7F or 0x0E00 <= ord(word[0]) <= 0x0EFF else 5)


def _reduced(space: Any) -> Any:
    """Goals in few dimensions (latent semantic analysis), rows of length 1."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.preprocessing import normalize

    dimensions = min(DIMENSIONS, space.shape[0] - 1, space.shape[1] - 1)
    if dimensions < 2:
        return np.zeros((space.shape[0], 2))
    svd = TruncatedSVD(dimensions, algorithm="randomized", random_state=0, n_iter=7)
    return normalize(svd.fit_transform(space))


def _discover(space: Any) -> Any:
    """Groups among the rows of `space`; -1 for those in none of `SMALL` goals.

    Average linkage: two groups become one while their goals still share enough on average. It finds as many groups as
    there are, small ones too, and leaves alone what is like nothing else; k-means makes every goal a part of one of a
    few groups. Of very many goals some are grouped, and each of the others joins the group that it is near.
    """
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    chosen = np.arange(space.shape[0])[:: -(-space.shape[0] // MOST_GROUPED)]
    own = space[chosen]
    distances = 1.0 - np.clip((own @ own.T).toarray(), 0.0, 1.0)
    np.fill_diagonal(distances, 0.0)
    found = fcluster(linkage(squareform(distances, checks=False), "average"), 1.0 - LEAST_SHARED, "distance")
    result = np.full(space.shape[0], -1)
    sizes = Counter(int(label) for label in found)
    # Of a part of the goals a part of a group is there.
    least = max(2, SMALL * len(chosen) // space.shape[0])
    for number, label in enumerate(sorted(label for label in sizes if sizes[label] >= least)):
        result[chosen[found == label]] = number
    rest = np.setdiff1d(np.arange(space.shape[0]), chosen)
    if len(rest):
        near = np.zeros((len(rest), int(result.max()) + 1))
        for number in range(near.shape[1]):
            near[:, number] = _nearness(space, rest, np.flatnonzero(result == number))
        if near.shape[1]:
            result[rest] = np.where(near.max(axis=1) >= LEAST_FIT, near.argmax(axis=1), -1)
    sizes = Counter(int(label) for label in result)
    return np.array([label if sizes[label] >= SMALL else -1 for label in result.tolist()])


def _nearest_first(space: Any, members: Any) -> Any:
    middle = np.asarray(space[members].mean(axis=0)).ravel()
    fit = space[members] @ middle
    return members[np.lexsort((members, -np.asarray(fit).ravel()))]


def _key_words(texts: Sequence[str], labels: Any) -> dict[int, tuple[str, ...]]:
    """For each theme the words that stand in it far more often than elsewhere, at most ten."""
    inside: dict[int, Counter[str]] = {}
    for text, label in zip(texts, labels, strict=True):
        inside.setdefault(int(label), Counter()).update(set(tokens(text)))
    sizes = Counter(int(label) for label in labels)
    everywhere: Counter[str] = sum(inside.values(), Counter())
    total = len(texts)
    found: dict[int, tuple[str, ...]] = {}
    for label, counts in inside.items():
        size = sizes[label]
        weight = {
            word: count / size * np.log((1 + total) / (1 + everywhere[word] - count + 0.5 * count))
            for word, count in counts.items()
            if count >= min(size, max(2, size // 10))
        }
        found[label] = tuple(sorted(weight, key=lambda word: (-weight[word], word))[:10])
    return found


def _places(points: Any) -> list[tuple[float, float]]:
    """The two directions in which goals differ most, stretched to the square from 0 to 1."""
    from sklearn.decomposition import PCA

    if len(points) < 3 or not points.std(axis=0).any():
        return [(0.5, 0.5)] * len(points)
    flat = PCA(2, random_state=0, svd_solver="full").fit_transform(points)
    low, high = flat.min(axis=0), flat.max(axis=0)
    spread = (flat - low) / np.where(high > low, high - low, 1)
    return [(round(float(x), 4), round(float(y), 4)) for x, y in spread]
