using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Decoders;

/// <summary>What a payload may unpack to: bytes over all entries, and how many times its packed size each entry. Errors: <see cref="ConnectorException"/> of kind Payload.</summary>
internal sealed class UnpackBudget(long maxBytes, int maxRatio)
{
    /// <summary>Below this size a high ratio harms nobody.</summary>
    private const long FreeOfRatio = 1 << 20;

    private long _taken;

    /// <summary>Counts bytes just unpacked. <paramref name="unpacked"/> and <paramref name="packed"/>: of the entry so far, and of the whole entry as stored.</summary>
    public void Take(int bytes, string entry, long unpacked, long packed)
    {
        _taken += bytes;
        if (_taken > maxBytes)
        {
            throw new ConnectorException(FailureKind.Payload, $"解压后超过 {maxBytes >> 20} MiB 的上限，整个文件未接收，请拆分后重新报送");
        }

        if (unpacked > FreeOfRatio && unpacked / maxRatio > packed)
        {
            throw new ConnectorException(FailureKind.Payload, $"{entry} 的压缩比超过 {maxRatio} 倍，疑似压缩炸弹，整个文件未接收");
        }
    }
}
