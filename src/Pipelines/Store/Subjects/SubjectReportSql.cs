namespace CreditHub.Pipelines.Store.Subjects;

/// <summary>Subjects for people; from the evidence views only.</summary>
internal static class SubjectReportSql
{
    public const string Status = """
        select (select count(*) from evidence.subject where live) as "Live",
               (select count(*) from evidence.subject_finding where closed_at is null) as "OpenFindings",
               (select count(*) from evidence.run where subjects_at is null and step = 'ended') as "WaitingRuns"
        """;

    public const string Libraries = """
        select s.library as "Library", count(*) as "Subjects", count(c.subject_no) as "WithCode"
        from evidence.subject s
        left join (select distinct subject_no from evidence.subject_key where kind = 'uscc' and state = 'current') c using (subject_no)
        where s.live group by s.library order by s.library nulls last
        """;

    public const string Totals = """
        select (select count(*) from evidence.subject where merged_into is not null),
               (select count(distinct subject_no) from evidence.subject_key where kind = 'uscc' and state = 'current'),
               (select count(*) from evidence.subject where live and natural_person)
        """;

    public const string Subject = """
        select s.subject_no as "SubjectNo", s.library as "Library", s.natural_person as "NaturalPerson", s.name as "Name"
        from unnest(@keys) with ordinality a (key, place)
        join evidence.subject_key k on k.key = a.key join evidence.subject s using (subject_no)
        order by a.place limit 1
        """;

    public const string Names = """
        select name as "Name", register as "Register", current as "Current", since as "Since", until as "Until"
        from evidence.subject_name where subject_no = @SubjectNo order by current desc, register desc, last_version desc
        """;

    public const string Codes = """
        select key as "Key", kind as "Kind", state as "State", since as "Since", until as "Until", successor as "Successor",
               version_no as "VersionNo", ruling_no as "RulingNo"
        from evidence.subject_key where subject_no = @SubjectNo
        order by kind <> 'uscc', state, key
        """;

    public const string Records = """
        select dataset as "Dataset", count(distinct record_id) as "Records", count(*) as "Versions"
        from evidence.version where subject_id = any(array(select key from evidence.subject_key where subject_no = @SubjectNo))
        group by dataset order by dataset
        """;

    public const string Findings = """
        select rule as "Rule", key as "Key", field as "Field", message as "Message", record_id as "RecordId", version as "Version", raised_at as "RaisedAt"
        from evidence.subject_finding where subject_no = @SubjectNo and closed_at is null order by raised_at, version_no
        """;
}
