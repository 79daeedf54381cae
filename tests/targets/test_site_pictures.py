"""Pictures on the site: a fitting width for every screen, and nothing that a camera wrote beside them."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from lxml import html
from PIL import Image

from mooc_kit.course.model import Course, Module, Page
from mooc_kit.targets.base import Package
from mooc_kit.targets.site import Site

PHOTO = "content/images/river photo, 1.jpg"


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    (tmp_path / ".mooc-kit").mkdir()
    photo = Image.effect_noise((2400, 1200), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its right side
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[1] = "N"
    (tmp_path / PHOTO).parent.mkdir(parents=True)
    photo.save(tmp_path / PHOTO, exif=exif, quality=60)
    Image.new("RGB", (300, 200), "#1d4f5c").save(tmp_path / "content/images/small.png")
    still = [Image.new("L", (40, 40), shade) for shade in (0, 255)]
    still[0].save(tmp_path / "content/images/moves.gif", save_all=True, append_images=still[1:])
    return tmp_path


def built(kit: Path, body: str) -> Package:
    assets = {path.relative_to(kit).as_posix(): path for path in (kit / "content/images").iterdir()}
    page = Page(id="look", title="Look", body_html=body)
    course = Course(id="c", title="C", language="en", license="CC0-1.0", assets=assets)
    return Site().render(replace(course, modules=(Module(id="m", title="M", week=1, activities=(page,)),)), kit)


def image(package: Package, number: int = 0) -> html.HtmlElement:
    return html.fromstring(package.files["modules/m/look.html"]).findall(".//main//img")[number]


def test_a_large_photo_comes_in_several_widths_upright_and_without_what_the_camera_wrote(kit: Path) -> None:
    package = built(kit, f'<p><img src="asset:{PHOTO}" alt="A river"></p>')
    shown = image(package)
    assert (shown.get("width"), shown.get("height")) == ("1200", "2400")
    assert [part.rsplit(" ", 1)[1] for part in shown.get("srcset").split(", ")] == ["480w", "960w", "1200w"]
    versions = {name: data for name, data in package.files.items() if name.endswith(".webp")}
    assert len(versions) == 3
    for name, data in versions.items():
        with Image.open(BytesIO(data)) as version:
            assert not version.getexif()
            assert version.height == 2 * version.width
            assert f".{version.width}.webp" in name
    assert f"assets/{PHOTO}" not in package.files, "the file with the place where it was taken stays at home"


def test_a_small_picture_is_never_made_larger(kit: Path) -> None:
    shown = image(built(kit, '<p><img src="asset:content/images/small.png" alt="Blue"></p>'))
    assert (shown.get("width"), shown.get("srcset")) == ("300", None)
    assert shown.get("src").endswith("small.png.300.webp")


def test_an_animation_stays_as_it_is(kit: Path) -> None:
    package = built(kit, '<p><img src="asset:content/images/moves.gif" alt="Blinking"></p>')
    assert image(package).get("src").endswith("/moves.gif")
    assert "assets/content/images/moves.gif" in package.files


def test_a_drawing_keeps_room_for_itself_by_the_size_that_it_names(kit: Path) -> None:
    images = kit / "content/images"
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 6" {}/>'
    for name, size in {"named": 'width="90px" height="60"', "wide": 'width="100%" height="60"', "free": ""}.items():
        (images / f"{name}.svg").write_text(drawing.format(size), encoding="utf-8")
    package = built(
        kit,
        "".join(
            f'<p><img src="asset:content/images/{name}" alt="x"></p>'
            for name in ("named.svg", "wide.svg", "free.svg", "moves.gif")
        ),
    )
    sizes = [(image(package, number).get("width"), image(package, number).get("height")) for number in range(4)]
    assert sizes == [("90", "60"), (None, None), (None, None), ("40", "40")]


def test_a_photo_that_is_linked_to_can_be_downloaded_as_it_is(kit: Path) -> None:
    package = built(kit, f'<p><img src="asset:{PHOTO}" alt="x"> <a href="asset:{PHOTO}">Large</a></p>')
    assert f"assets/{PHOTO}" in package.files


def test_a_later_build_takes_the_kept_versions_and_gives_the_same_bytes(kit: Path, monkeypatch) -> None:
    body = f'<p><img src="asset:{PHOTO}" alt="A river"></p>'
    first = built(kit, body).files
    monkeypatch.setattr("mooc_kit.targets.site.pictures._encoded", lambda *a, **k: pytest.fail("made anew"))
    assert built(kit, body).files == first


def test_kept_versions_of_an_older_picture_are_not_shown(kit: Path) -> None:
    body = '<p><img src="asset:content/images/small.png" alt="Blue"></p>'
    before = built(kit, body).files
    Image.new("RGB", (300, 200), "#c77700").save(kit / "content/images/small.png")
    after = built(kit, body).files
    assert before["assets/content/images/small.png.300.webp"] != after["assets/content/images/small.png.300.webp"]
