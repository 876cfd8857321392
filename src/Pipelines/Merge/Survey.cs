namespace CreditHub.Pipelines.Merge;

/// <summary>
/// First look at everything a run has landed, before anything is stored: how many rows are bad (the error limit stops a run before
/// damage), and which rows are copies of a later row with the same key. Within a run the last sound row of a key wins, so that the
/// same content gives the same books however often it comes. Rows are numbered from 0 over all payloads of the run.
/// Memory grows with the rows of a run: about 30 bytes a row while looking (see <see cref="KeyTable"/>), then only the copies.
/// </summary>
internal sealed class Survey
{
    private KeyTable? _last = new();
    private readonly Dictionary<int, int> _copies = [];
    private readonly List<int> _starts = [];

    /// <summary>Rows seen.</summary>
    public int Rows { get; private set; }

    /// <summary>Rows that break rules.</summary>
    public int Rejected { get; private set; }

    /// <summary>The rows that follow belong to the next payload.</summary>
    public void BeginPayload() => _starts.Add(Rows);

    /// <summary>Row number of a payload's first row.</summary>
    public int FirstRow(int payload) => _starts[payload];

    /// <summary>Takes the next rows.</summary>
    public void Add(SpoolBlock rows)
    {
        foreach (var row in rows.All)
        {
            var kind = rows.KindOf(row);
            int number = Rows++;
            if (kind is RowKind.Accepted or RowKind.Deleted && _last!.Put(number, rows.IdOf(row)) is int earlier)
            {
                _copies[earlier] = number;
            }

            Rejected += kind == RowKind.Rejected ? 1 : 0;
        }
    }

    /// <summary>Done looking: frees what only looking needs.</summary>
    public void Close() => _last = null;

    /// <summary>The row that replaces this one, or null when this row stands.</summary>
    public int? WinnerOf(int row)
    {
        if (!_copies.TryGetValue(row, out int winner))
        {
            return null;
        }

        while (_copies.TryGetValue(winner, out int later))
        {
            winner = later;
        }

        // every row of the chain now knows its winner: else many copies of one key would cost their square
        while (row != winner)
        {
            (_copies[row], row) = (winner, _copies[row]);
        }

        return winner;
    }

    /// <summary>Whether so much is bad that the run must stop before it stores anything.</summary>
    public bool Exceeds(int count, double share) =>
        Rejected > count || (Rows >= 20 && Rejected > share * Rows);
}
