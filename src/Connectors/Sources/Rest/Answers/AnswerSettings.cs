using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Sources.Rest.Answers;

/// <summary>Where things stand in an answer, and what answers mean.</summary>
internal sealed record AnswerSettings(AnswerPath Records, AnswerPath? Total, AnswerPath? Next, AnswerPath? Unwrap, IReadOnlyList<AnswerRule> Rules)
{
    public static readonly AnswerPath FaultCode11 = AnswerPath.Parse("/Envelope/Body/Fault/faultcode")!;
    public static readonly AnswerPath FaultCode12 = AnswerPath.Parse("/Envelope/Body/Fault/Code/Value")!;

    /// <summary>The envelope is SOAP: a Fault is told by its code.</summary>
    public bool Soap { get; init; }

    /// <summary>Answers are GB18030 text, turned into UTF-8 before anything else (JSON only: XML says its encoding itself).</summary>
    public bool Gb18030 { get; init; }

    /// <summary>Paths whose values are looked up, apart from the records.</summary>
    public IEnumerable<AnswerPath> Values =>
        new[] { Total, Next, Unwrap, Soap ? FaultCode11 : null, Soap ? FaultCode12 : null }.Concat(Rules.Select(r => r.Path)).OfType<AnswerPath>();

    public static AnswerSettings Read(SettingsReader reader, AnswerPath? next, bool soap)
    {
        var records = AnswerPath.Read(reader, "records", required: true) ?? new AnswerPath("$", []);
        var total = AnswerPath.Read(reader, "total", required: false);
        if (records.Parts.Any(p => p[0] == '@'))
        {
            reader.Add("records", records.Text, "records are elements", "name the repeated element");
        }

        foreach (var (key, path) in new[] { ("total", total), ("paging.next", next) })
        {
            if (path is not null && path.IsXml != records.IsXml)
            {
                reader.Add(key, path.Text, "records stand in another format", "write all paths as $.… or all as /…");
            }
        }

        return new AnswerSettings(records, total, next, AnswerPath.Read(reader, "unwrap", required: false), AnswerRule.ReadAll(reader))
        {
            Soap = soap,
            Gb18030 = reader.Choice("encoding", "utf-8", "utf-8", "gb18030") == "gb18030",
        };
    }
}
