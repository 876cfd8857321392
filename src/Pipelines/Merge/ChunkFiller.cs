using CreditHub.Pipelines.Store;

namespace CreditHub.Pipelines.Merge;

/// <summary>Sorts the spooled records of one payload into chunks: what becomes a version, what is a copy, what is left out.</summary>
internal sealed class ChunkFiller
{
    private readonly ChunkContext _context;
    private readonly RecordSpool _spool;
    private readonly Survey _survey;
    private readonly int _place;
    private readonly SpooledRow _row = new();
    private int _number;
    private bool _more;

    public ChunkFiller(ChunkContext context, RecordSpool spool, Survey survey, int place)
    {
        _context = context;
        _spool = spool;
        _survey = survey;
        _place = place;
        _number = survey.FirstRow(place);
        spool.Open(place);
        _more = spool.TryRead(_row);
    }

    /// <summary>Fills the chunk with the next records; its <see cref="Chunk.IsLast"/> says whether they were the last.</summary>
    public void Fill(Chunk chunk)
    {
        chunk.Clear();
        while (_more && !chunk.IsFull)
        {
            if (_row.Line <= _context.Payload.MergedLine)
            {
                chunk.Skip(_row);
            }
            else
            {
                Sort(chunk, _number);
            }

            _number++;
            _more = _spool.TryRead(_row);
        }

        chunk.IsLast = !_more;
    }

    private void Sort(Chunk chunk, int number)
    {
        if (_row.Kind == RowKind.Excluded)
        {
            chunk.AddNoted(_row, "excluded", _row.Text);
        }
        else if (_row.Kind == RowKind.Rejected)
        {
            chunk.AddRejected(_row);
            _context.OpenRejections?.Opened(_row.Id);
        }
        else if (_context.StoppedBecause is string stopped)
        {
            chunk.AddNoted(_row, "excluded", stopped);
        }
        else if (CopyReason(number) is string copy)
        {
            chunk.AddNoted(_row, "duplicate", copy);
        }
        else if (_row.Kind == RowKind.Deleted)
        {
            chunk.AddDeleted(_row, "报送方标明删除：在库的已撤下");
        }
        else
        {
            AddSound(chunk);
        }
    }

    private void AddSound(Chunk chunk)
    {
        if (_row.Kind == RowKind.Unchanged)
        {
            chunk.AddUnchanged(_row);
        }
        else
        {
            chunk.AddAccepted(_row);
        }

        if (_context.OpenRejections?.MayHold(_row.Id!.Value) == true)
        {
            chunk.Sound.Add(_row.Id.Value);
        }
    }

    private string? CopyReason(int number)
    {
        if (_survey.WinnerOf(number) is not int winner)
        {
            return null;
        }

        int line = winner - _survey.FirstRow(_place) + 1;
        return line <= _spool.RowsOf(_place) ? $"与本文件第{line}条记录主键相同，以后者为准" : "与本次运行后续文件中的记录主键相同，以后者为准";
    }
}
