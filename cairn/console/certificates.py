"""Until when the certificate is good that people's browsers meet at this instance's name.

Asked of the proxy over the network, as a browser does; nothing is sent but the beginning of TLS,
and nothing is believed of the answer but its last day.
"""

import socket
import ssl
from datetime import datetime

from cryptography import x509

WAIT = 3.0  # seconds


def ends(host: str, port: int) -> datetime | None:
    """When the certificate ends that is shown there, in UTC; None: nothing answers with one."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # expired ones are read too
    try:
        with (
            socket.create_connection((host, port), timeout=WAIT) as line,
            context.wrap_socket(line, server_hostname=host) as met,
        ):
            shown = met.getpeercert(binary_form=True)
        return x509.load_der_x509_certificate(shown).not_valid_after_utc if shown else None
    except (OSError, ValueError):
        return None
