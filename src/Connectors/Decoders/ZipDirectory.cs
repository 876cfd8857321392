using System.Buffers.Binary;
using System.IO.Compression;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Decoders;

/// <summary>
/// Opens the directory of a ZIP archive after looking at its end, so that a directory of a million entries is refused before it is read, and refuses what no honest
/// archive holds: links, encrypted entries, two entries of one name, names that lead elsewhere. Errors: <see cref="ConnectorException"/> of kind Payload.
/// </summary>
internal static class ZipDirectory
{
    private const int EndLength = 22;
    private const int LongestComment = ushort.MaxValue;

    /// <summary>Bytes a directory entry takes besides its name, at most: a generous average for names and extra fields.</summary>
    private const int EntryBytes = 1024;

    /// <summary><paramref name="archive"/> is seekable and stays open.</summary>
    public static ZipArchive Open(Stream archive, int maxEntries)
    {
        CheckEnd(archive, maxEntries);
        try
        {
            // names without the UTF-8 mark are written in the code page of the sender's machine
            var zip = new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true, TextEncoding.Gb18030);
            CheckEntries(zip.Entries);
            return zip;
        }
        catch (InvalidDataException broken)
        {
            throw new ConnectorException(FailureKind.Payload, "ZIP压缩包已损坏或不完整，请重新报送", broken);
        }
    }

    /// <summary>The content of an entry, counted and proved. Errors as above.</summary>
    public static EntryStream OpenEntry(ZipArchiveEntry entry, UnpackBudget budget)
    {
        try
        {
            return new EntryStream(entry, entry.Open(), budget);
        }
        catch (InvalidDataException broken)
        {
            throw new ConnectorException(FailureKind.Payload, $"压缩包内的 {entry.FullName} 已损坏，或压缩方式不受支持（只支持 Deflate）", broken);
        }
    }

    private static void CheckEnd(Stream archive, int maxEntries)
    {
        int length = (int)Math.Min(archive.Length, EndLength + LongestComment);
        byte[] tail = new byte[length];
        archive.Position = archive.Length - length;
        archive.ReadExactly(tail);
        archive.Position = 0;
        for (int at = length - EndLength; at >= 0; at--)
        {
            var end = tail.AsSpan(at);
            if (!end.StartsWith("PK\u0005\u0006"u8) || at + EndLength + BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) != length)
            {
                continue;
            }

            int entries = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
            long directory = archive.Length - length + at - BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
            if (entries > maxEntries || directory > (long)maxEntries * EntryBytes)
            {
                throw new ConnectorException(FailureKind.Payload, $"压缩包内的文件超过 {maxEntries} 个的上限，请拆分后重新报送");
            }

            return;
        }

        throw new ConnectorException(FailureKind.Payload, "不是完整的ZIP压缩包：没有目录，或目录之后还有其他内容。请重新报送");
    }

    private static void CheckEntries(IEnumerable<ZipArchiveEntry> entries)
    {
        const int linkType = 0xA000, typeMask = 0xF000;
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
        {
            string? problem = !IsInside(entry.FullName) ? "名称指向压缩包之外或含有控制字符"
                : entry.IsEncrypted ? "有密码"
                : ((entry.ExternalAttributes >> 16) & typeMask) == linkType ? "是链接"
                : !names.Add(entry.FullName) ? "出现两次" : null;
            if (problem is not null)
            {
                throw new ConnectorException(FailureKind.Payload, $"压缩包内的 {Shown(entry.FullName)} {problem}，整个压缩包未接收");
            }
        }
    }

    private static bool IsInside(string name) =>
        name.Length is > 0 and <= 1000 && name[0] is not ('/' or '\\') && !name.Contains(':', StringComparison.Ordinal) && !name.Any(char.IsControl)
        && Array.TrueForAll(name.Split('/', '\\'), part => part is not (".." or "."));

    private static string Shown(string name) => new([.. name.Take(100).Select(c => char.IsControl(c) ? '?' : c)]);
}
