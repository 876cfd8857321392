using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Exchange;

/// <summary>The records a receipt must speak about. Results usually come in the order sent, so the next one is tried before the index is built.</summary>
internal sealed class Expected(IReadOnlyList<DeliveryRecord> sent)
{
    private readonly bool[] _taken = new bool[sent.Count];
    private Dictionary<(RecordId, int), int>? _index;
    private HashSet<(RecordId, int)>? _doubled;
    private int _next;

    /// <summary>Results of records that were not sent, or of another version of them.</summary>
    public int Foreign { get; private set; }

    /// <summary>Some record has two results: what was said about it cannot be trusted.</summary>
    public bool HasDoubles => _doubled is not null;

    public bool IsDoubled(RecordAnswer answer) => _doubled!.Contains((answer.Id, answer.Version));

    /// <summary>True when the result is of a record sent and the first one of it.</summary>
    public bool Take(RecordAnswer answer)
    {
        int place = Find(answer);
        if (place < 0)
        {
            Foreign++;
            return false;
        }

        _next = place + 1;
        if (_taken[place])
        {
            (_doubled ??= []).Add((answer.Id, answer.Version));
            return false;
        }

        return _taken[place] = true;
    }

    private int Find(RecordAnswer answer)
    {
        if (_next < sent.Count && sent[_next].Version == answer.Version && sent[_next].Id == answer.Id)
        {
            return _next;
        }

        if (_index is null)
        {
            _index = new Dictionary<(RecordId, int), int>(sent.Count);
            for (int i = 0; i < sent.Count; i++)
            {
                _index[(sent[i].Id, sent[i].Version)] = i;
            }
        }

        return _index.GetValueOrDefault((answer.Id, answer.Version), -1);
    }
}
