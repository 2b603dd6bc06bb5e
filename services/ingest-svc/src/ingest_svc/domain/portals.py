"""Sites on which others have pages: what stands there is not said by the company itself."""

from __future__ import annotations

from urllib.parse import urlsplit

_HOSTS_TEXT = """
    facebook.com instagram.com linkedin.com xing.com linktr.ee youtube.com google.com business.site maps.google.com
    x.com twitter.com tiktok.com gelbeseiten.de dasoertliche.de das-oertliche.de 11880.com 11880-elektriker.com
    meinestadt.de golocal.de yelp.de yelp.com cylex.de branchenbuch.de werkenntdenbesten.de herold.at firmenabc.at
    local.ch search.ch moneyhouse.ch northdata.de provenexpert.com trustpilot.com jameda.de doctolib.de sanego.de
    booking.com airbnb.com tripadvisor.de tripadvisor.com lieferando.de ubereats.com wolt.com opentable.de
    treatwell.de planity.com immobilienscout24.de mobile.de autoscout24.de my-hammer.de myhammer.de check24.de
    kleinanzeigen.de ebay.de etsy.com amazon.de sedo.com dan.com afternic.com godaddy.com hugedomains.com
    united-domains.de strato.de ionos.de
"""
_HOSTS = frozenset(_HOSTS_TEXT.split())


def is_portal(url: str) -> bool:
    """Whether an address is on a directory, network, market place or domain trader."""
    host = (urlsplit(url).hostname or "").lower()
    return any(host == known or host.endswith(f".{known}") for known in _HOSTS)
