from importlinter.cli import lint_imports

from tests.promises.sources import ROOT


def test_every_import_goes_down_the_floors(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)

    assert lint_imports(no_cache=True) == 0, capsys.readouterr().out
