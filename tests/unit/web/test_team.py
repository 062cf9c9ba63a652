"""The people of the workspace."""

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.web.example import author_of
from adapters.web.team import Role, load_team
from bot.domain.errors import BadInput
from bot.domain.ids import PersonRef, TenantId


def test_the_sample_team_is_a_manager_a_lead_and_six_members_in_three_zones() -> None:
    team = load_team()

    members = [person for person in team.people if person.role is Role.MEMBER]
    assert [person.role for person in team.people[:2]] == [Role.MANAGER, Role.LEAD]
    assert len(members) == 6
    assert len({person.time_zone for person in members}) == 3
    assert {person.locale for person in members} == {"en", "es", "de"}
    assert [person.user for person in members if person.away_days] == ["mei"]


def test_a_team_of_forty_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "forty.toml"
    file.write_text("\n".join(f'[[people]]\nuser = "p{number}"' for number in range(40)))

    team = load_team(file)

    assert len(team.people) == 40
    assert (team.channel, team.tour_manager, team.tour_member) == ("team", "p0", "p39")
    assert team.people[7].name == "P7"


def test_somebody_of_another_workspace_is_not_known() -> None:
    assert load_team().of(PersonRef(TenantId("slack:T1"), "dana")) is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[[people]\n", "broken.toml cannot be read as a team file"),
        ("", "needs at least one person"),
        ('[[people]]\nuser = "a"\n[[people]]\nuser = "a"\n', "every `user` only once"),
        ('[[people]]\nuser = "A B"\n', "'A B' cannot be a name here"),
        ("[[people]]\nuser = 7\n", "7 cannot be a name here"),
        ('[[people]]\nuser = "a"\ntime_zone = "Mars/Base"\n', "'Mars/Base' is no time zone"),
        ('[[people]]\nuser = "a"\nrole = "boss"\n', "the role is one of manager, lead, member, not 'boss'"),
        ('[tour]\nmember = "zoe"\n[[people]]\nuser = "a"\n', "the tour names somebody who is not in the team"),
        ('[channel]\nname = "a/b"\n[[people]]\nuser = "a"\n', "'a/b' cannot be a name here"),
    ],
)
def test_a_team_file_that_cannot_be_used_says_why_in_one_line(tmp_path: Path, text: str, line: str) -> None:
    file = tmp_path / "broken.toml"
    file.write_text(text)

    with pytest.raises(BadInput) as told:
        load_team(file)

    assert line in str(told.value)


def test_a_team_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        load_team(tmp_path / "none.toml")


def test_only_a_team_with_everybody_of_the_example_is_guided_through_it() -> None:
    team = load_team()
    without_luis = replace(team, people=tuple(person for person in team.people if person.user != "luis"))

    assert author_of(team) == team.person("dana")
    assert author_of(without_luis) is None
