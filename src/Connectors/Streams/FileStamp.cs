using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace CreditHub.Connectors.Streams;

/// <summary>
/// What identifies a state of a file: device, inode, size, times of content and of inode (nanoseconds). Taken with <c>statx</c>, whose layout is the same on
/// every Linux machine; elsewhere size and time alone.
/// </summary>
internal readonly record struct FileStamp(ulong Device, ulong Inode, long Size, long Modified, long Changed, FileNature Nature)
{
    private const int AtCurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint BasicFields = 0x7ff;

    /// <summary>Ticks (UTC) of the last modification.</summary>
    public DateTimeOffset ModifiedAt => DateTimeOffset.UnixEpoch.AddTicks(Modified / 100);

    /// <summary>Does not follow a link. Null when there is nothing.</summary>
    public static FileStamp? Of(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return OfInfo(new FileInfo(path));
        }

        var buffer = default(StatxBuffer);
        return Statx(AtCurrentDirectory, Encoding.UTF8.GetBytes(path + '\0'), NoFollow, BasicFields, ref buffer) == 0 ? buffer.ToStamp() : null;
    }

    /// <summary>Of an open file.</summary>
    public static FileStamp? Of(SafeFileHandle handle, string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return OfInfo(new FileInfo(path));
        }

        var buffer = default(StatxBuffer);
        return Statx((int)handle.DangerousGetHandle(), [0], EmptyPath, BasicFields, ref buffer) == 0 ? buffer.ToStamp() : null;
    }

    private static FileStamp? OfInfo(FileInfo file) => !file.Exists
        ? null
        : new FileStamp(0, 0, file.Length, (file.LastWriteTimeUtc - DateTime.UnixEpoch).Ticks * 100, 0, file.LinkTarget is null ? FileNature.Regular : FileNature.Other);

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int directory, byte[] path, int flags, uint mask, ref StatxBuffer buffer);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatxBuffer
    {
        [FieldOffset(16)] private uint _links;
        [FieldOffset(28)] private ushort _mode;
        [FieldOffset(32)] private ulong _inode;
        [FieldOffset(40)] private ulong _size;
        [FieldOffset(96)] private long _changedSeconds;
        [FieldOffset(104)] private uint _changedNanoseconds;
        [FieldOffset(112)] private long _modifiedSeconds;
        [FieldOffset(120)] private uint _modifiedNanoseconds;
        [FieldOffset(136)] private uint _deviceMajor;
        [FieldOffset(140)] private uint _deviceMinor;

        public readonly FileStamp ToStamp() => new(
            ((ulong)_deviceMajor << 32) | _deviceMinor,
            _inode,
            (long)_size,
            (_modifiedSeconds * 1_000_000_000) + _modifiedNanoseconds,
            (_changedSeconds * 1_000_000_000) + _changedNanoseconds,
            (_mode & 0xF000) switch
            {
                0x8000 => _links <= 1 ? FileNature.Regular : FileNature.Shared,
                0x4000 => FileNature.Directory,
                _ => FileNature.Other,
            });
    }
}
