"""How gunicorn serves the site, for `make run` and for production alike."""

from config import settings

_host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST

bind = f"{_host}:{settings.PORT}"
workers = settings.WEB_CONCURRENCY
worker_class = "gthread"
threads = settings.WEB_THREADS
graceful_timeout = 10
# Each worker is replaced now and then, at another time, so that no leak grows for weeks.
max_requests = 20_000
max_requests_jitter = 2_000
# Else a header of a visitor's, passed on by a proxy, would say beneath which address we live.
forwarder_headers = ""
# On a terminal its start and stop only hide what `make run` has to say.
loglevel = "warning" if settings.DEMO else "info"
accesslog = "-" if settings.ACCESS_LOG else None
# Signals are enough to steer it.
control_socket_disable = True
