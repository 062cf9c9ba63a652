from adapters.recent import Recent


def test_what_was_put_longest_ago_is_forgotten_first() -> None:
    recent: Recent[str, int] = Recent(2)
    recent.put("a", 1)
    recent.put("b", 2)
    recent.put("a", 3)

    recent.put("c", 4)

    assert [recent.get(key) for key in "abc"] == [3, None, 4]
