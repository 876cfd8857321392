using System.IO.Compression;
using System.Runtime.CompilerServices;
using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Decoders.Zip;

/// <summary>
/// The records of all matching entries in order of their names, as one payload: lines count on, a position says entry and place. Each entry is unpacked and proved as a
/// whole before its first record is read; one bad entry refuses the archive. Holds no state.
/// </summary>
internal sealed class ZipDecoder(ZipSettings settings, IPayloadDecoder inner, ScratchSpace scratch) : IPayloadDecoder
{
    private const long MaxKept = 4L << 30;

    /// <inheritdoc/>
    public string LocationTemplate => RecordLocation.TemplateOf(["压缩包内" + inner.LocationTemplate]);

    /// <inheritdoc/>
    public bool FixedColumns => inner.FixedColumns;

    /// <inheritdoc/>
    public IAsyncEnumerable<RawRecord> DecodeAsync(Stream payload, CancellationToken ct) => DecodeAsync(payload, static _ => { }, ct);

    /// <inheritdoc/>
    public async IAsyncEnumerable<RawRecord> DecodeAsync(
        Stream payload, Action<IReadOnlyList<string>> columnsKnown, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var kept = payload.CanSeek ? null : await scratch.KeepAsync(payload, MaxKept, ct).ConfigureAwait(false);
        using var zip = ZipDirectory.Open(kept ?? payload, settings.MaxEntries);
        var budget = new UnpackBudget((long)settings.MaxUnpackedMegabytes << 20, settings.MaxRatio);
        int line = 0, ordinal = 0;
        foreach (var entry in Chosen(zip))
        {
            await using var unpacked = await UnpackAsync(entry, budget, ct).ConfigureAwait(false);
            await using var records = inner.DecodeAsync(unpacked, columnsKnown, ct).GetAsyncEnumerator(ct);
            while (await NextAsync(records, entry.FullName).ConfigureAwait(false))
            {
                var record = records.Current;
                record.Relocate(++line, RecordLocation.PositionOf(ordinal, record.Position));
                yield return record;
            }

            ordinal++;
        }
    }

    /// <inheritdoc/>
    public string LocationOf(Stream payload)
    {
        using var zip = ZipDirectory.Open(payload, settings.MaxEntries);
        return RecordLocation.TemplateOf(Chosen(zip).Select(entry => $"{entry.FullName.Replace("{0}", "", StringComparison.Ordinal)} {inner.LocationTemplate}"));
    }

    /// <summary>What a payload of this kind cannot be read for is said with the entry it stands in.</summary>
    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<RawRecord> records, string entry)
    {
        try
        {
            return await records.MoveNextAsync().ConfigureAwait(false);
        }
        catch (ConnectorException refused) when (refused.Kind == FailureKind.Payload)
        {
            throw new ConnectorException(FailureKind.Payload, $"压缩包内的 {entry}：{refused.OperatorMessage.TrimEnd('。')}。整个压缩包未接收", refused);
        }
    }

    private async Task<FileStream> UnpackAsync(ZipArchiveEntry entry, UnpackBudget budget, CancellationToken ct)
    {
        await using var content = ZipDirectory.OpenEntry(entry, budget);
        return await scratch.KeepAsync(content, (long)settings.MaxUnpackedMegabytes << 20, ct).ConfigureAwait(false);
    }

    private List<ZipArchiveEntry> Chosen(ZipArchive zip)
    {
        var chosen = zip.Entries.Where(entry => settings.Takes(entry.Name)).OrderBy(entry => entry.FullName, StringComparer.Ordinal).ToList();
        if (chosen.Count is 0 or > RecordLocation.MostParts)
        {
            throw new ConnectorException(FailureKind.Payload, chosen.Count == 0
                ? $"压缩包内没有名称符合 {settings.Entries} 的文件"
                : $"压缩包内要读取的文件超过 {RecordLocation.MostParts} 个，请拆分后重新报送");
        }

        return chosen;
    }
}
