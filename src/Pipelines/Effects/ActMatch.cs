using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Store.Effects;

namespace CreditHub.Pipelines.Effects;

/// <summary>
/// Finds the record that an act names. Exactly one must fit: none, the act waits for it; several or an unclear name, a person is asked. Never a guess.
/// </summary>
internal sealed class ActMatch(EffectBook book, ActBooks acts)
{
    /// <summary>Looks in the books. Returns the acts with what was found.</summary>
    public async Task<List<ActRow>> LookAsync(IReadOnlyList<ActRow> open, CancellationToken ct)
    {
        var clear = open.Where(a => Unclear(a) is null).ToList();
        var candidates = clear.Count == 0 ? [] : await acts.CandidatesAsync(clear, ct);
        var places = candidates.ToLookup(c => c.RecordNo, c => c.Place);
        var found = new Dictionary<int, List<long>>();
        await foreach (var content in acts.ContentsAsync(candidates.Select(c => c.RecordNo).Distinct(), ct))
        {
            if (book.PlanOf(content.DatasetNo) is { } plan)
            {
                var names = RecordNames.Of(plan, ContentReader.Read(content.Content, plan));
                foreach (int place in places[content.RecordNo].Where(place => names.Fits(clear[place])))
                {
                    (found.TryGetValue(place, out var records) ? records : found[place] = []).Add(content.RecordNo);
                }
            }
        }

        return
        [
            .. open.Where(a => Unclear(a) is not null).Select(a => a with { Finding = Unclear(a) }),
            .. clear.Select((act, place) => Found(act, found.GetValueOrDefault(place, []))),
        ];
    }

    /// <summary>The act with the records that fit it.</summary>
    public static ActRow Found(ActRow act, IReadOnlyCollection<long> records) => records.Count switch
    {
        0 => act with { Finding = null },
        1 => act with { RecordNo = records.First(), Finding = null },
        _ => act with { Finding = $"有{records.Count}条记录符合所列文号和主体，未作处理，请人工确认后用记录标识办理" },
    };

    /// <summary>Why nothing can be looked for, or null.</summary>
    private string? Unclear(ActRow act) =>
        act.Dataset is null || act.Number is null ? "未写明所涉数据类型或文号，请补充后重报"
        : act.Code is null && act.NameDigest is null ? "未写明所涉主体的名称或统一社会信用代码，请补充后重报"
        : book.CanBeNamed(act.Dataset) ? null
        : $"数据类型{act.Dataset}不在目录中，或目录未规定其文号字段，请核对数据类型编码";
}
