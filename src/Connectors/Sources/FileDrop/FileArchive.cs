using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.FileDrop;

/// <summary>Puts files away once the books are done with them. Never overwrites; may be repeated after a crash at any line.</summary>
internal sealed class FileArchive(FileDropSettings settings, TimeProvider time)
{
    /// <summary>Moves the file (its done-file first, so that a leftover done-file can never vouch for a later file of the same name).</summary>
    public async Task PutAwayAsync(SettledPayload payload, FileStamp? landed, CancellationToken ct)
    {
        string path = Path.Combine(settings.Directory, payload.Name);
        string target = payload.Outcome switch
        {
            PayloadOutcome.Merged => settings.DoneDirectory,
            PayloadOutcome.Duplicate => settings.DuplicateDirectory,
            PayloadOutcome.Refused => settings.FailedDirectory,
        };
        bool present = FileStamp.Of(path) is { Nature: FileNature.Regular };
        if (present && !await IsTheLandedFileAsync(path, payload.Sha256, landed, ct).ConfigureAwait(false))
        {
            return;
        }

        Directory.CreateDirectory(target);
        if (FilePlace.LinkOnTheWay(target, settings.Directory) is { } link)
        {
            throw new ConnectorException(FailureKind.Config, $"{Path.GetFileName(link)} is a link: done, failed and duplicate directories must be real directories");
        }

        if (settings.DoneFile is { } done && present && !IsAwaited(done, payload.Name))
        {
            Move(Path.Combine(settings.Directory, done.Of(payload.Name)), target, done.Of(payload.Name), payload.Sha256);
        }

        string? moved = present ? Move(path, target, payload.Name, payload.Sha256) : null;
        if (payload.Outcome == PayloadOutcome.Refused)
        {
            await WriteReasonAsync(moved ?? MovedBefore(target, payload), payload, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Another file waits that the same done-file vouches for.</summary>
    private bool IsAwaited(DoneFileName done, string name) => done.MayBeShared && Directory.EnumerateFiles(settings.Directory).Select(path => Path.GetFileName(path))
        .Any(other => other != name && settings.Matches(other) && done.Of(other) == done.Of(name));

    /// <summary>Where an interrupted earlier call put the file: under its own digest if its name was taken, else under its name.</summary>
    private string MovedBefore(string target, SettledPayload payload)
    {
        string digested = Path.Combine(target, Names(payload.Name, payload.Sha256).Skip(1).First());
        return FileStamp.Of(digested) is null ? Path.Combine(target, payload.Name) : digested;
    }

    private static async Task<bool> IsTheLandedFileAsync(string path, string sha256, FileStamp? landed, CancellationToken ct)
    {
        if (FileStamp.Of(path) is not { Nature: FileNature.Regular } now)
        {
            return false;
        }

        if (landed == now)
        {
            return true;
        }

        using var file = FileOpening.Open(path, now);
        byte[] hash = await SHA256.HashDataAsync(file, ct).ConfigureAwait(false);
        return string.Equals(Convert.ToHexStringLower(hash), sha256, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Where it went, or null when it was gone already.</summary>
    private string? Move(string path, string target, string name, string sha256)
    {
        foreach (string free in Names(name, sha256))
        {
            string destination = Path.Combine(target, free);
            if (FileStamp.Of(destination) is not null)
            {
                continue;
            }

            try
            {
                File.Move(path, destination, overwrite: false);
                return destination;
            }
            catch (FileNotFoundException)
            {
                return null;
            }
            catch (IOException) when (FileStamp.Of(destination) is not null)
            {
                // somebody took the name between the look and the move: the next name is tried
                continue;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new ConnectorException(FailureKind.Config, $"{name}: cannot be moved to {Path.GetFileName(target)}: check space and permissions", failure);
            }
        }

        throw new ConnectorException(FailureKind.Config, $"{name}: too many files of this name in {Path.GetFileName(target)}: clear it");
    }

    private IEnumerable<string> Names(string name, string sha256)
    {
        yield return name;
        string stem = Shorten(Path.GetFileNameWithoutExtension(name), 180), extension = Shorten(Path.GetExtension(name), 30);
        string digest = sha256.Length >= 8 ? sha256[..8] : sha256;
        yield return $"{stem}.{digest}{extension}";
        string stamp = time.GetUtcNow().ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture);
        for (int i = 0; i < 100; i++)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{stem}.{digest}.{stamp}{(i == 0 ? "" : "-" + i)}{extension}");
        }
    }

    /// <summary>Cut so that the longer name still fits the 255 bytes a file system allows.</summary>
    private static string Shorten(string text, int bytes)
    {
        while (Encoding.UTF8.GetByteCount(text) > bytes)
        {
            text = text[..^(char.IsLowSurrogate(text[^1]) ? 2 : 1)];
        }

        return text;
    }

    private async Task WriteReasonAsync(string moved, SettledPayload payload, CancellationToken ct)
    {
        string path = Path.Combine(Path.GetDirectoryName(moved)!, Shorten(Path.GetFileName(moved), 240) + ".reason.txt");
        if (File.Exists(path))
        {
            return;
        }

        string text = $"""
            文件：{payload.Name}
            处理结果：整份文件未被接收，文件中的数据均未入库。
            原因：{payload.Reason}
            时间：{time.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}（北京时间）
            文件摘要（SHA-256）：{payload.Sha256}
            处理建议：请按上述原因更正后，以新文件重新报送。

            """;
        await File.WriteAllTextAsync(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), ct).ConfigureAwait(false);
    }
}
