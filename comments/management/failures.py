"""What operators are told when something beside the site fails."""


def database_said(error: Exception) -> str:
    return f"The database broke off: {' '.join(str(error).split())}."
