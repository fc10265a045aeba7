from pathlib import Path

import pytest

from ganimation_desktop.jobs.shard import WHOLE, Shard, report_name

FILES = [Path(f"photos/{number:04d}.jpg") for number in range(1000)]


@pytest.mark.parametrize("of", [1, 2, 7])
def test_every_file_belongs_to_one_share(of):
    shares = [Shard(number + 1, of).of_files(FILES) for number in range(of)]
    assert sorted(path for share in shares for path in share) == FILES
    assert all(len(share) > 0.8 * len(FILES) / of for share in shares)


def test_only_the_name_decides():
    share = Shard(1, 3)
    chosen = {path.stem for path in share.of_files(FILES)}
    elsewhere = [Path(f"/other/place/{path.stem}.png") for path in reversed(FILES[::2])]
    assert {path.stem for path in share.of_files(elsewhere)} == chosen & {path.stem for path in elsewhere}


def test_the_shares_are_those_of_every_version_of_the_program():
    assert [path.stem for path in Shard(2, 5).of_files(FILES[:20])] == SHARE_2_OF_5


def test_a_name_is_the_same_however_its_accents_are_stored():
    assert [Shard(1, 2).takes(Path(name)) for name in ("Zo\u00eb.jpg", "Zoe\u0308.jpg")] in ([True, True], [False, False])


def test_a_report_on_a_share_has_a_name_of_its_own():
    assert report_name("rejected.json", WHOLE) == "rejected.json"
    assert report_name("rejected.json", Shard(2, 8)) == "rejected-2-of-8.json"


def test_all_files():
    assert WHOLE.of_files(FILES) == FILES


@pytest.mark.parametrize(("number", "of"), [(0, 2), (3, 2), (1, 0)])
def test_a_share_that_there_is_not_is_refused(number, of):
    with pytest.raises(ValueError, match=f"no share {number} of {of}"):
        Shard(number, of)


SHARE_2_OF_5 = ["0005", "0007", "0008", "0012", "0013", "0016"]
