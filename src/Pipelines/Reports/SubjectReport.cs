using CreditHub.Pipelines.Store.Subjects;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Reports;

/// <summary>Subjects from the evidence views.</summary>
public sealed class SubjectReport(NpgsqlDataSource database)
{
    /// <summary>How many there are.</summary>
    public async Task<SubjectCounts> CountAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var libraries = (await connection.QueryAsync<LibraryCount>(new CommandDefinition(SubjectReportSql.Libraries, cancellationToken: ct))).AsList();
        var (merged, legal, residents) = await connection.QuerySingleAsync<(long, long, long)>(new CommandDefinition(SubjectReportSql.Totals, cancellationToken: ct));
        var status = await connection.QuerySingleAsync<SubjectStatus>(new CommandDefinition(SubjectReportSql.Status, cancellationToken: ct));
        return new SubjectCounts(libraries, merged, legal, residents, status);
    }

    /// <summary>The subject that a unified code, organisation code, registration number, tax number or whole key leads to; null: none, or the code is void.</summary>
    public async Task<SubjectFile?> ReadAsync(string code, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        string[] keys = [code, "ORG:" + code, "REG:" + code, "TAX:" + code];
        var file = await connection.QueryFirstOrDefaultAsync<SubjectFile>(new CommandDefinition(SubjectReportSql.Subject, new { keys }, cancellationToken: ct));
        return file is null ? null : file with
        {
            Names = await LinesAsync<SubjectNameLine>(connection, SubjectReportSql.Names, file, ct),
            Codes = await LinesAsync<SubjectCodeLine>(connection, SubjectReportSql.Codes, file, ct),
            Records = await LinesAsync<SubjectRecordsLine>(connection, SubjectReportSql.Records, file, ct),
            Findings = await LinesAsync<SubjectFindingLine>(connection, SubjectReportSql.Findings, file, ct),
        };
    }

    private static async Task<List<T>> LinesAsync<T>(NpgsqlConnection connection, string sql, SubjectFile file, CancellationToken ct) =>
        (await connection.QueryAsync<T>(new CommandDefinition(sql, new { file.SubjectNo }, cancellationToken: ct))).AsList();
}
