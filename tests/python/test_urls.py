"""Addresses as lists of addresses see them."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from python_udfs import urls


@pytest.mark.parametrize(
    ("url", "domains", "key"),
    [
        ("https://a.b.test.eu/x/?q=1#top", ["a.b.test.eu", "b.test.eu", "test.eu"], "a.b.test.eu/x/?q=1"),
        ("HTTP://user:pw@WWW.Example.COM:8080/X/", ["www.example.com", "example.com"], "example.com/X"),
        ("example.com", ["example.com"], "example.com"),
        ("//example.com./", ["example.com"], "example.com"),
        ("http://192.0.2.7/a", ["192.0.2.7"], "192.0.2.7/a"),
        ("http://[2001:db8::1]:80/a", ["[2001:db8::1]"], "[2001:db8::1]/a"),
        ("https://bücher.example/", ["xn--bcher-kva.example"], "xn--bcher-kva.example"),
        ("localhost/x", ["localhost"], "localhost/x"),
        ("https://evil.test@good.test/", ["good.test"], "good.test"),
        ("https://good.test/@evil.test", ["good.test"], "good.test/@evil.test"),
        ("", [], ""),
        ("/path/only", [], "/path/only"),
    ],
)  # fmt: skip
def test_hosts_and_keys(url: str, domains: list[str], key: str) -> None:
    assert urls.url_domains(pa.array([url])).to_pylist() == [domains]
    assert urls.url_keys(pa.array([url])).to_pylist() == [key]


@given(st.lists(st.one_of(st.none(), st.text(), st.text("ab./:@?#[]%é \n")), max_size=5))
def test_every_text_gives_a_value(texts: list[str | None]) -> None:
    column = pa.array(texts, pa.string())
    domains = urls.url_domains(column)
    assert domains.type == pa.list_(pa.string())
    assert [row is None for row in domains.to_pylist()] == [text is None for text in texts]
    assert [row is None for row in urls.url_keys(column).to_pylist()] == [text is None for text in texts]
    for row in domains.to_pylist():
        assert not row or all(row[0].endswith("." + domain) for domain in row[1:])


@given(st.from_regex(r"(https?://)?(www\.)?[a-z]{1,5}\.[a-z]{2,3}(/[a-z]{0,3}){0,2}(#[a-z]{1,3})?", fullmatch=True))
def test_a_key_is_its_own_key(url: str) -> None:
    (key,) = urls.url_keys(pa.array([url])).to_pylist()
    assert urls.url_keys(pa.array(["https://" + key + "/#x"])).to_pylist() == [key]
