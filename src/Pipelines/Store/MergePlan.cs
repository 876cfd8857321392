namespace CreditHub.Pipelines.Store;

/// <summary>Which accepted rows of a chunk become versions, under which numbers.</summary>
internal sealed class MergePlan(int rows, DateTimeOffset storedAt)
{
    public const int BlockSize = 1000;

    private readonly long[] _recordNo = new long[rows];
    private readonly int[] _version = new int[rows]; // 0 = not known yet
    private readonly bool[] _same = new bool[rows];

    /// <summary>Time of the chunk by the server's clock.</summary>
    public DateTimeOffset StoredAt { get; } = storedAt;

    /// <summary>Rows to write, in source order.</summary>
    public List<VersionRow> Writes { get; private set; } = [];

    public int NewCount { get; private set; }

    public void Found(int row, long recordNo, int version, bool same)
    {
        _recordNo[row] = recordNo;
        _version[row] = version;
        _same[row] = same;
    }

    public void Close()
    {
        for (int row = 0; row < _version.Length; row++)
        {
            if (_same[row])
            {
                continue;
            }

            bool isNew = _version[row] == 0;
            NewCount += isNew ? 1 : 0;
            Writes.Add(new VersionRow(row, isNew, _recordNo[row], 0, _version[row] + 1));
        }
    }

    public void Number(long[] recordBlocks, long[] versionBlocks)
    {
        int fresh = 0;
        for (int i = 0; i < Writes.Count; i++)
        {
            var write = Writes[i];
            Writes[i] = write with
            {
                RecordNo = write.IsNew ? At(recordBlocks, fresh++) : write.RecordNo,
                VersionNo = At(versionBlocks, i),
            };
        }
    }

    private static long At(long[] blocks, int index) => blocks[index / BlockSize] + (index % BlockSize);
}

/// <summary>An accepted row that becomes a version. <paramref name="Row"/> is its index in the chunk.</summary>
internal readonly record struct VersionRow(int Row, bool IsNew, long RecordNo, long VersionNo, int Version);
