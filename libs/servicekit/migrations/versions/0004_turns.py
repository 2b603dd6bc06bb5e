"""Jobs are fetched by turns of their workspaces; procrastinate's own function takes the oldest."""

from alembic import op

revision = "0004"
down_revision = "0003"

WORKSPACE = """
CREATE FUNCTION job_workspace(args jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce(args->>'workspace_id', '')
"""
FETCH = """
CREATE FUNCTION fetch_job_by_turns(
    worker bigint, long_tasks text[], slots int, long_slots int, short_each int, long_each int
)
    RETURNS procrastinate_jobs
    LANGUAGE plpgsql
AS $$
DECLARE
    is_long boolean;
    busy int;
    found procrastinate_jobs;
BEGIN
    -- One process after the other: what runs is counted and added to in one step. Each statement below sees what the
    -- process before has committed.
    PERFORM pg_advisory_xact_lock(hashtextextended('fetch_job_by_turns', 0));
    FOREACH is_long IN ARRAY ARRAY[false, true] LOOP
        SELECT count(*) INTO busy FROM procrastinate_jobs
            WHERE status = 'doing' AND worker_id = worker AND (task_name = ANY(long_tasks)) = is_long;
        CONTINUE WHEN busy >= CASE WHEN is_long THEN long_slots ELSE slots - 1 END;

        WITH RECURSIVE waiting AS (
            -- every workspace that has a waiting job, by one look into the index each
            (SELECT job_workspace(args) AS workspace FROM procrastinate_jobs WHERE status = 'todo' ORDER BY 1 LIMIT 1)
            UNION ALL
            SELECT (
                SELECT job_workspace(args) FROM procrastinate_jobs
                WHERE status = 'todo' AND job_workspace(args) > waiting.workspace ORDER BY 1 LIMIT 1
            ) FROM waiting WHERE waiting.workspace IS NOT NULL
        ), running AS (
            SELECT job_workspace(args) AS workspace, count(*) AS jobs FROM procrastinate_jobs
            WHERE status = 'doing' AND (task_name = ANY(long_tasks)) = is_long GROUP BY 1
        ), next AS (
            SELECT first.id FROM waiting
            LEFT JOIN running USING (workspace)
            LEFT JOIN job_turns AS turn ON turn.workspace = waiting.workspace AND turn.long = is_long
            CROSS JOIN LATERAL (
                SELECT jobs.id FROM procrastinate_jobs AS jobs
                WHERE jobs.status = 'todo' AND job_workspace(jobs.args) = waiting.workspace
                    AND (jobs.task_name = ANY(long_tasks)) = is_long
                    AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
                    AND (jobs.lock IS NULL OR NOT EXISTS (
                        SELECT 1 FROM procrastinate_jobs AS other WHERE other.lock = jobs.lock AND (
                            other.status = 'doing'
                            OR other.status = 'todo' AND other.id < jobs.id
                                AND (other.scheduled_at IS NULL OR other.scheduled_at <= now())
                        )
                    ))
                ORDER BY jobs.priority DESC, jobs.id LIMIT 1
            ) AS first
            WHERE coalesce(running.jobs, 0) < CASE WHEN is_long THEN long_each ELSE short_each END
            ORDER BY turn.taken_at NULLS FIRST, first.id LIMIT 1
        )
        UPDATE procrastinate_jobs SET status = 'doing', worker_id = worker
            FROM next WHERE procrastinate_jobs.id = next.id AND status = 'todo'
            RETURNING procrastinate_jobs.* INTO found;

        IF found.id IS NOT NULL THEN
            INSERT INTO job_turns VALUES (job_workspace(found.args), is_long, clock_timestamp())
                ON CONFLICT (workspace, long) DO UPDATE SET taken_at = excluded.taken_at;
            RETURN found;
        END IF;
    END LOOP;
    RETURN NULL;
END;
$$
"""
WAKE = """
CREATE FUNCTION notify_job_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- the notice that workers know: look again
    PERFORM pg_notify(
        'procrastinate_any_queue_v1', json_build_object('type', 'job_inserted', 'job_id', OLD.id)::text
    );
    RETURN NULL;
END;
$$
"""


def upgrade() -> None:
    op.execute(WORKSPACE)
    op.execute(
        "CREATE TABLE job_turns (workspace text, long boolean, taken_at timestamptz NOT NULL, "
        "PRIMARY KEY (workspace, long))"
    )
    op.execute(
        "CREATE INDEX jobs_waiting_by_workspace ON procrastinate_jobs (job_workspace(args), priority DESC, id) "
        "WHERE status = 'todo'"
    )
    # Waiting jobs look for their lock's others, which procrastinate has no index for.
    op.execute("CREATE INDEX jobs_by_lock ON procrastinate_jobs (lock, id) WHERE status IN ('todo', 'doing')")
    op.execute(FETCH)
    # The end of a job may allow one that its workspace's limit held back, in whichever process has a slot.
    op.execute(WAKE)
    op.execute(
        "CREATE TRIGGER notify_job_ended AFTER UPDATE OF status OR DELETE ON procrastinate_jobs FOR EACH ROW "
        "WHEN (OLD.status = 'doing') EXECUTE FUNCTION notify_job_ended()"
    )
