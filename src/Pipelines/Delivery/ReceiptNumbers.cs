namespace CreditHub.Pipelines.Delivery;

/// <summary>
/// The receipt numbers a platform told lately. One that another packet has already may be an answer to that one: the platform is asked, and what it then says
/// counts. One that says the same some times means it so. Not thread-safe.
/// </summary>
internal sealed class ReceiptNumbers
{
    private const int Most = 10_000;
    private const int MeansItSo = 3;

    private readonly Dictionary<string, long> _packets = new(StringComparer.Ordinal);
    private int _saidAgain;

    /// <summary>Notes the number; true when the platform must be asked first. <paramref name="asked"/>: this is what it said when it was asked.</summary>
    public bool Doubts(string? number, long packetNo, bool asked)
    {
        if (number is null || _saidAgain == MeansItSo)
        {
            return false;
        }

        bool doubtful = _packets.GetValueOrDefault(number, packetNo) != packetNo;
        _saidAgain += doubtful && asked ? 1 : 0;
        if (_packets.Count == Most)
        {
            _packets.Clear();
        }

        _packets.TryAdd(number, packetNo);
        return doubtful && !asked;
    }
}
