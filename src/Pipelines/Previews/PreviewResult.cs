namespace CreditHub.Pipelines.Previews;

/// <summary>What a run would make of the first rows. <paramref name="UnknownColumns"/>: columns that are dropped because the catalog does not name them. <paramref name="ForbiddenColumns"/>: those of them that must never be collected. <paramref name="LeftOut"/>: platform → fields of the dataset that it is not sent. <paramref name="More"/>: there are further rows.</summary>
public sealed record PreviewResult(string Connector, string Dataset, string Edition, IReadOnlyList<PreviewRow> Rows, IReadOnlyList<string> UnknownColumns, IReadOnlyList<string> ForbiddenColumns, IReadOnlyDictionary<string, IReadOnlyList<string>> LeftOut, bool More);
