"""Safe HTML is HTML in which no script can hide: an allow-list of tags, attributes and kinds of addresses."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mooc_kit.content.links import SCHEMES

if TYPE_CHECKING:
    import nh3

_TEXT_TAGS = (
    "a abbr acronym article aside b bdi bdo blockquote br caption center cite code col colgroup data dd del details dfn"
    " div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp section small"
    " span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr"
)
_MEDIA_TAGS = "audio img picture source track video"
_MATH_TAGS = (
    "math mrow mi mo mn ms mtext msup msub msubsup mfrac msqrt mroot munder mover munderover mtable mtr mtd mspace"
    " mstyle mpadded mphantom merror mprescripts mmultiscripts semantics annotation"
)
ALLOWED_TAGS = frozenset(f"{_TEXT_TAGS} {_MEDIA_TAGS} {_MATH_TAGS}".split())
# fmt: off
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"class", "id", "lang", "dir", "title", "role", "aria-label", "aria-hidden", "aria-describedby"},
    "a": {"href", "download", "hreflang"},
    "img": {"src", "alt", "width", "height", "loading", "srcset", "sizes"},
    "audio": {"src", "controls", "preload"},
    "video": {"src", "controls", "poster", "width", "height", "preload"},
    "source": {"src", "type", "media"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "ol": {"start", "type", "reversed"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "scope", "align"},
    "time": {"datetime"},
    "data": {"value"},
    "details": {"open"},
    # MathML Core's presentation attributes; none takes an address or a script.
    "math": {"display", "xmlns", "alttext", "displaystyle"},
    "annotation": {"encoding"},
    "mo": {"stretchy", "fence", "separator", "form", "lspace", "rspace", "minsize", "maxsize", "symmetric", "largeop",
           "movablelimits", "accent"},
    "mi": {"mathvariant"},
    "mfrac": {"linethickness", "displaystyle"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "munderover": {"accent", "accentunder"},
    "mspace": {"width", "height", "depth"},
    "mpadded": {"width", "height", "depth", "lspace", "voffset"},
    "mstyle": {"displaystyle", "scriptlevel", "mathvariant"},
    "mtable": {"displaystyle", "scriptlevel"},
    "mtd": {"columnspan", "rowspan"},
}
# fmt: on
_URL_SCHEMES = {"http", "https", "mailto", "tel", *SCHEMES}


def clean(unsafe_html: str) -> str:
    """`unsafe_html` without scripts, styles, forms, frames, event handlers and unknown addresses."""
    cleaned: str = _cleaner().clean(unsafe_html)
    return cleaned


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=set(ALLOWED_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes=_URL_SCHEMES,
        link_rel="noopener noreferrer",
        strip_comments=True,
    )


_NO_WORDS = {"script", "style", "title", "iframe", "object", "select", "textarea", "button", "svg"}


@lru_cache(maxsize=2)
def cleaner_for_reading(*, with_data: bool) -> nh3.Cleaner:
    """A cleaner for other programs' HTML on its way into a kit, whose old tags and formulas still have to be read.

    With `with_data` pictures inside their own addresses (`data:`) stay there, for somebody to make files of them.
    """
    import nh3

    return nh3.Cleaner(
        tags={*ALLOWED_TAGS, "tt", "strike"},
        clean_content_tags=_NO_WORDS,
        attributes={**_ATTRIBUTES, "img": {*_ATTRIBUTES["img"], "data-equation-content"}},
        url_schemes={*_URL_SCHEMES, "data"} if with_data else _URL_SCHEMES,
        link_rel="noopener noreferrer",
        strip_comments=True,
    )
