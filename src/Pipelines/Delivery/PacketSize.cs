using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Delivery;

/// <summary>
/// How large the packets of one dataset may be: what the platform allows, halved when it finds one too large or takes long over it, grown again by a
/// quarter after some that went well. A size that was found too large is not tried again within the hour.
/// </summary>
internal sealed class PacketSize(TimeProvider time)
{
    private const int WellBeforeGrowing = 8;
    private static readonly TimeSpan s_memory = TimeSpan.FromHours(1);

    private int _records = int.MaxValue;
    private int _bytes = int.MaxValue;
    private int _tooManyRecords = int.MaxValue;
    private int _tooManyBytes = int.MaxValue;
    private DateTimeOffset _refusedAt;
    private int _well;

    public int Records(PlatformLimits limits) => Math.Max(1, Math.Min(_records, limits.MaxRecords));

    public int Bytes(PlatformLimits limits) => Math.Max(1024, Math.Min(_bytes, limits.MaxBytes));

    /// <summary>The platform says so (413).</summary>
    public void TooLarge(int records, int bytes)
    {
        _refusedAt = time.GetUtcNow();
        _tooManyRecords = Math.Min(_tooManyRecords, records);
        _tooManyBytes = Math.Min(_tooManyBytes, bytes);
        Halve(records, bytes);
    }

    /// <summary>Size was not what it was about.</summary>
    public void Forget()
    {
        (_records, _bytes, _tooManyRecords, _tooManyBytes) = (int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue);
        _well = 0;
    }

    /// <summary>It takes too long over packets of this size.</summary>
    public void Halve(int records, int bytes)
    {
        _records = Math.Min(_records, Math.Max(1, records / 2));
        _bytes = Math.Min(_bytes, Math.Max(1024, bytes / 2));
        _well = 0;
    }

    /// <summary>A packet went well.</summary>
    public void Well(PlatformLimits limits)
    {
        if ((_records >= limits.MaxRecords && _bytes >= limits.MaxBytes) || ++_well < WellBeforeGrowing)
        {
            return;
        }

        if (time.GetUtcNow() - _refusedAt > s_memory)
        {
            _tooManyRecords = int.MaxValue;
            _tooManyBytes = int.MaxValue;
        }

        _well = 0;
        _records = Grown(_records, limits.MaxRecords, _tooManyRecords);
        _bytes = Grown(_bytes, limits.MaxBytes, _tooManyBytes);
    }

    private static int Grown(int size, int limit, int tooMany)
    {
        int now = Math.Min(size, limit);
        int next = Math.Min(limit, now + Math.Max(1, now / 4));
        return next < tooMany ? next : now;
    }
}
