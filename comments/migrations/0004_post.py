from django.db import migrations

# comments/tree/intervals.py has the same arithmetic and says why; a test compares them.
LAST_CHILD = """
CREATE FUNCTION comments_last_child(lft bigint, rght bigint, free_from bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE RETURN free_from - 1 + CASE
    WHEN rght - free_from < 2 THEN NULL
    WHEN free_from = lft + 1 THEN greatest(2, rght - free_from - (rght - free_from) / 16)
    -- Beyond 64 bits before it is divided.
    ELSE greatest(2, div(
        16 * (rght - free_from)::numeric * (rght - free_from),
        rght - lft - 1 + 32 * (rght - free_from)::numeric
    )::bigint)
END
"""

# Changes nothing unless the outcome is 'posted'. Counts in as few updates as there are rows: the
# parent and the thread's first comment are often the same.
POST = """
CREATE FUNCTION comments_post(
    new_id bigint, new_article bigint, new_parent bigint, new_tree bigint, new_level integer,
    new_state text, new_author integer, new_guest uuid, new_name text, new_email text,
    new_website text, new_text text, new_html text, new_time timestamptz, new_submission uuid,
    -- What the rules were asked about: if it has changed, they must be asked again.
    article_edition text, parent_state text,
    -- Where the article counts this thread, and an id for its first time.
    tally_slot integer, tally_id bigint,
    before_limit integer,
    OUT outcome text, OUT new_ordinal integer, OUT new_lft bigint, OUT new_rght bigint,
    -- The thread's number, and how many visible comments stand before the new one in there.
    OUT thread_ordinal integer, OUT before integer
) LANGUAGE plpgsql
-- Whatever is known of the tables: these are the right plans, and not made anew each time.
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
AS $$
DECLARE
    is_shown boolean := new_state = 'published';
    violated text;
BEGIN
    outcome := 'changed';
    IF new_parent IS NULL THEN
        PERFORM FROM articles_article
        WHERE id = new_article AND xmin::text || ctid::text = article_edition;
        IF NOT FOUND THEN RETURN; END IF;
        new_lft := 1;
        new_rght := 4611686018427387904;
        before := 0;
        IF is_shown THEN
            INSERT INTO comments_conversation AS c (article_id, threads_numbered)
            VALUES (new_article, 1)
            ON CONFLICT (article_id) DO UPDATE SET threads_numbered = c.threads_numbered + 1
            RETURNING threads_numbered INTO new_ordinal;
            thread_ordinal := new_ordinal;
        END IF;
    ELSE
        PERFORM FROM comments_comment WHERE id = new_tree FOR NO KEY UPDATE;
        -- A new statement sees what was committed while we waited for the lock.
        SELECT coalesce(last.rght, p.lft) + 1,
            comments_last_child(p.lft, p.rght, coalesce(last.rght, p.lft) + 1),
            CASE WHEN is_shown THEN p.replies_numbered + 1 END,
            root.ordinal
        INTO new_lft, new_rght, new_ordinal, thread_ordinal
        FROM comments_comment p
        JOIN comments_comment root ON root.id = p.tree_id
        JOIN articles_article a ON a.id = p.article_id
        LEFT JOIN LATERAL (
            SELECT c.rght FROM comments_comment c WHERE c.parent_id = p.id
            ORDER BY c.lft DESC LIMIT 1
        ) AS last ON true
        WHERE p.id = new_parent AND p.tree_id = new_tree AND p.article_id = new_article
        AND p.level = new_level - 1 AND p.state = parent_state
        AND a.xmin::text || a.ctid::text = article_edition;
        IF NOT FOUND THEN RETURN; END IF;
        IF new_rght IS NULL THEN
            outcome := 'full';
            RETURN;
        END IF;
        SELECT count(*) INTO before FROM (
            SELECT FROM comments_comment
            WHERE is_shown AND tree_id = new_tree AND lft < new_lft AND visible
            ORDER BY lft LIMIT before_limit
        ) AS earlier;
    END IF;

    INSERT INTO comments_comment (
        id, article_id, parent_id, tree_id, level, lft, rght, ordinal, visible,
        replies_numbered, thread_size,
        author_id, guest, name, email, website, text, html, revision,
        state, created_at, published_at, submission
    ) VALUES (
        new_id, new_article, new_parent, new_tree, new_level, new_lft, new_rght, new_ordinal, is_shown,
        0, (is_shown AND new_parent IS NULL)::integer,
        new_author, new_guest, new_name, new_email, new_website, new_text, new_html, 1,
        new_state, new_time, CASE WHEN is_shown THEN new_time END, new_submission
    );
    IF is_shown THEN
        UPDATE comments_comment SET
            replies_numbered = replies_numbered + (id = new_parent)::integer,
            thread_size = thread_size + (id = new_tree)::integer
        WHERE new_parent IS NOT NULL AND id IN (new_parent, new_tree);
        INSERT INTO comments_tally AS t
            (id, article_id, slot, published, version, last_activity_at)
        VALUES (tally_id, new_article, tally_slot, 1, 1, new_time)
        ON CONFLICT (article_id, slot) DO UPDATE SET
            published = t.published + 1,
            version = t.version + 1,
            last_activity_at = greatest(t.last_activity_at, new_time);
    END IF;
    outcome := 'posted';
EXCEPTION WHEN unique_violation THEN
    GET STACKED DIAGNOSTICS violated = CONSTRAINT_NAME;
    CASE violated
        WHEN 'comment_submitted_once' THEN outcome := 'repeated';
        WHEN 'comments_comment_pkey' THEN outcome := 'taken';
        ELSE RAISE;
    END CASE;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("comments", "0003_groups")]

    operations = [
        migrations.RunSQL(LAST_CHILD, "DROP FUNCTION comments_last_child"),
        migrations.RunSQL(POST, "DROP FUNCTION comments_post"),
    ]
