"""A small forest, and the ways in which it is broken on purpose."""

FOREST = """
    a
      b
        c
        d
      e removed
        f
      g held
    h
      i
      j removed
"""
AS_PLANTED = """
    1 a
      1.1 b
        1.1.1 c
        1.1.2 d
      1.2 e removed
        1.2.1 f
      g (held)
    2 h
      2.1 i
      2.2 j (removed)
"""
LET_THROUGH = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE comments_comment
    DROP CONSTRAINT comment_parent_in_tree,
    DROP CONSTRAINT comment_place_once,
    DROP CONSTRAINT comment_bounds,
    DROP CONSTRAINT comment_root_heads_tree,
    DROP CONSTRAINT comment_published_is_visible,
    DROP CONSTRAINT comment_visible_has_number;
DROP INDEX thread_number_once, reply_number_once;
"""
UPDATE = "UPDATE comments_comment SET "

# How it is broken (each letter in braces is that comment's id), and what is then reported.
BREAKS = {
    "ends the wrong way round": (UPDATE + "lft = rght, rght = lft WHERE id = {c}", {"bounds": 1}),
    "bounds before the first position": (UPDATE + "lft = -lft WHERE id = {h}", {"bounds": 1}),
    "a second top-level comment in a tree": (
        UPDATE + "tree_id = {a} WHERE id = {h}",
        {"root": 1, "tree": 2, "thread size": 2, "tally": 2},
    ),
    "a reply in another tree": (
        UPDATE + "tree_id = {a} WHERE id = {i}",
        {"tree": 1, "thread size": 2, "tally": 2},
    ),
    "a reply under another article": (
        UPDATE + "article_id = {other} WHERE id = {i}",
        {"article": 1, "tally": 2},
    ),
    "too low a level": (UPDATE + "level = 1 WHERE id = {d}", {"level": 1}),
    "a thread that is not at level 0": (
        UPDATE + "level = level + 1 WHERE tree_id = {h}",
        {"level": 1},
    ),
    "sticking out of its parent": (
        UPDATE + "rght = (SELECT rght FROM comments_comment WHERE id = {b}) WHERE id = {d}",
        {"nesting": 1},
    ),
    "overlapping its sibling": (
        UPDATE + "rght = (SELECT lft + 1 FROM comments_comment WHERE id = {d}) WHERE id = {c}",
        {"overlap": 1},
    ),
    "standing where its sibling stands": (
        UPDATE + "(lft, rght) = (SELECT lft, rght FROM comments_comment WHERE id = {c})"
        " WHERE id = {d}",
        {"overlap": 1},
    ),
    "published without a time": (
        UPDATE + "published_at = NULL WHERE id = {c}",
        {"published": 1},
    ),
    "a tombstone not shown": (UPDATE + "visible = false WHERE id = {e}", {"visible": 1}),
    "a tombstone for nobody": (UPDATE + "visible = true WHERE id = {j}", {"visible": 1}),
    "a wrong thread size": (UPDATE + "thread_size = 9 WHERE id = {a}", {"thread size": 1}),
    "a thread size on a reply": (UPDATE + "thread_size = 1 WHERE id = {b}", {"thread size": 1}),
    "replies not counted": (
        UPDATE + "replies_numbered = 1 WHERE id = {a}",
        {"replies numbered": 1},
    ),
    "threads not counted": (
        "UPDATE comments_conversation SET threads_numbered = 1",
        {"threads numbered": 1},
    ),
    "no counter of threads": ("DELETE FROM comments_conversation", {"threads numbered": 1}),
    "two slots that make up for each other": (
        """UPDATE comments_tally SET published = published
            + CASE slot WHEN {a} % 8 THEN 1 WHEN ({a} + 1) % 8 THEN -1 ELSE 0 END""",
        {"tally": 2},
    ),
    "no tallies": ("DELETE FROM comments_tally", {"tally": 2}),
    "a record under another article": (
        """UPDATE comments_revision SET article_id = {other};
            ALTER TABLE comments_decision DISABLE TRIGGER append_only;
            UPDATE comments_decision SET article_id = {other};
            ALTER TABLE comments_decision ENABLE TRIGGER append_only""",
        {"record": 2},
    ),
}

# And what cannot be mended without a new number: what then stands there.
RENUMBERED = {
    "a parent that is missing": (
        UPDATE + "parent_id = 1 WHERE id = {e}",
        {"parent": 1},
        """
        1 a
          1.1 b
            1.1.1 c
            1.1.2 d
          g (held)
        2 h
          2.1 i
          2.2 j (removed)
        3 e removed
          3.1 f
        """,
    ),
    "a ring": (
        UPDATE + "parent_id = {d} WHERE id = {b}",
        {"ring": 2, "level": 1, "nesting": 1, "replies numbered": 1},
        """
        1 a
          1.2 e removed
            1.2.1 f
          g (held)
        2 h
          2.1 i
          2.2 j (removed)
        3 b
          3.1 c
          3.2 d
        """,
    ),
    "a comment that answers itself": (
        UPDATE + "parent_id = {i} WHERE id = {i}",
        {"ring": 1, "level": 1, "nesting": 1, "replies numbered": 1},
        AS_PLANTED.replace("      2.1 i\n", "") + "    3 i\n",
    ),
    "two siblings the wrong way round": (
        UPDATE + "ordinal = 3 - ordinal WHERE id IN ({b}, {e})",
        {"order": 1},
        """
        1 a
          1.1 e removed
            1.1.1 f
          1.2 b
            1.2.1 c
            1.2.2 d
          g (held)
        2 h
          2.1 i
          2.2 j (removed)
        """,
    ),
    "no number": (
        UPDATE + "ordinal = NULL WHERE id IN ({c}, {h})",
        {"number": 2},
        AS_PLANTED.replace("1.1.2 d", "1.1.2 d\n        1.1.3 c")
        .replace("        1.1.1 c\n", "")
        .replace("2 h", "3 h")
        .replace("2.1 i", "3.1 i")
        .replace("2.2 j", "3.2 j"),
    ),
    "numbers from below": (
        UPDATE + "ordinal = -1 WHERE id = {d}",
        {"number": 1, "order": 1},
        AS_PLANTED.replace("1.1.2 d", "1.1.3 d"),
    ),
    "a number twice": (
        UPDATE + "ordinal = 1 WHERE id IN ({d}, {h})",
        {"duplicate": 2},
        AS_PLANTED.replace("1.1.2 d", "1.1.3 d")
        .replace("2 h", "3 h")
        .replace("2.1 i", "3.1 i")
        .replace("2.2 j", "3.2 j"),
    ),
}
