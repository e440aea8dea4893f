"""The work of `nam56r server`."""

from __future__ import annotations

import argparse
import logging

from nam56r_server.lsp.server import serve_stdio, serve_tcp


def serve(options: argparse.Namespace) -> int:
    logging.basicConfig(
        filename=options.log_file,
        level=options.log_level.upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    return serve_stdio() if options.tcp is None else serve_tcp(options.tcp)
