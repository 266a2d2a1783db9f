"""Containers: what a council's delivery is wrapped in, judged by its own header and opened in memory alone."""

from store.exchange.containers.opening import Opened as Opened
from store.exchange.containers.opening import needs_passphrase as needs_passphrase
from store.exchange.containers.opening import open_container as open_container
