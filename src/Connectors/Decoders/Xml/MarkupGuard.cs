using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Decoders.Xml;

/// <summary>
/// Stands before the XML reader, which holds a whole text or attribute in memory: refuses more than a field's limit between two <c>&lt;</c>. Errors:
/// <see cref="ConnectorException"/> of kind Payload.
/// </summary>
internal sealed class MarkupGuard(Stream input) : ForwardStream
{
    private int _open;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await input.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Check(buffer.Span[..read]);
        return read;
    }

    /// <summary>The XML reader looks at the first bytes before it is asked to read asynchronously.</summary>
    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = input.Read(buffer, offset, count);
        Check(buffer.AsSpan(offset, read));
        return read;
    }

    private void Check(ReadOnlySpan<byte> block)
    {
        while (true)
        {
            int next = block.IndexOf((byte)'<');
            _open += next < 0 ? block.Length : next;
            if (_open > RecordLimits.Field)
            {
                throw new ConnectorException(FailureKind.Payload, "XML文档中有超过1 MiB的字段，整份文件未接收");
            }

            if (next < 0)
            {
                return;
            }

            _open = 0;
            block = block[(next + 1)..];
        }
    }
}
