"""What notebooks and browsers show: escaped, self-contained, light and dark.

Imported only when something is shown. ``element`` escapes every text that is not ``Html`` already,
so that data can not become markup; what it made is put together by ``views`` and ``run_page``.
"""
