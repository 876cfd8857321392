namespace CreditHub.Testing.Platforms;

/// <summary>Faults a platform plays, in the order they were added; the first that fits a packet wins. Thread-safe.</summary>
public sealed class FaultScript(int seed)
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);
    private readonly List<Line> _lines = [];

    /// <summary>Adds a fault.</summary>
    public FaultScript Add(PlatformFault fault)
    {
        lock (_lock)
        {
            _lines.Add(new Line(fault));
        }

        return this;
    }

    /// <summary>Ends all faults.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _lines.Clear();
        }
    }

    internal PlatformFault? Next(string dataset, IReadOnlyList<PlatformRecord> records)
    {
        lock (_lock)
        {
            return _lines.FirstOrDefault(line => line.Hits(dataset, records, _random))?.Fault;
        }
    }

    private sealed class Line(PlatformFault fault)
    {
        private int _left = fault.Times ?? int.MaxValue;
        private int _skip = fault.Skip;

        public PlatformFault Fault => fault;

        public bool Hits(string dataset, IReadOnlyList<PlatformRecord> records, Random random)
        {
            if (_left == 0
                || (fault.Dataset is not null && fault.Dataset != dataset)
                || (fault.Records is not null && !records.Any(fault.Records)))
            {
                return false;
            }

            if (_skip > 0)
            {
                _skip--;
                return false;
            }

            if (fault.Probability < 1 && random.NextDouble() >= fault.Probability)
            {
                return false;
            }

            _left--;
            return true;
        }
    }
}
