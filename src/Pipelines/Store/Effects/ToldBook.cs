namespace CreditHub.Pipelines.Store.Effects;

/// <summary>What platforms were told of some records, and what waits to be told.</summary>
internal sealed class ToldBook(IEnumerable<ToldRow> told, ILookup<(short PlatformNo, long VersionNo), bool> sent)
{
    private readonly ILookup<(short PlatformNo, long RecordNo), ToldRow> _told = told.ToLookup(t => (t.PlatformNo, t.RecordNo));

    public IEnumerable<(short PlatformNo, long RecordNo)> Pairs => _told.Select(t => t.Key);

    /// <summary>Numbers of the publications that wait and are not under way: they can be stopped.</summary>
    public IEnumerable<long> Waiting(short platformNo, long recordNo) =>
        _told[(platformNo, recordNo)].Where(t => t is { State: "waiting", Operation: "P" } && !sent[(platformNo, t.VersionNo)].Contains(true)).Select(t => t.VersionNo);

    /// <summary>Of what came after the newest withdrawal it was told or is to be told of, a publication was accepted, is under way, or its fate is not known.</summary>
    public bool MayHold(short platformNo, long recordNo)
    {
        var rows = _told[(platformNo, recordNo)].ToList();
        int withdrawn = rows.Where(t => t is { State: "accepted" or "waiting", Operation: "W" }).Select(t => t.Version).DefaultIfEmpty().Max();
        return rows.Exists(t => t.Operation == "P" && t.Version > withdrawn
            && t.State is not "refused" && (t.State is "accepted" or "parked" || sent.Contains((platformNo, t.VersionNo))));
    }
}
