/** The icons in use, each by its Lucide name; nothing else is bundled. */
import Archive from '@lucide/svelte/icons/archive';
import ArchiveRestore from '@lucide/svelte/icons/archive-restore';
import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowLeft from '@lucide/svelte/icons/arrow-left';
import ChartColumn from '@lucide/svelte/icons/chart-column';
import ArrowDownRight from '@lucide/svelte/icons/arrow-down-right';
import ArrowUpRight from '@lucide/svelte/icons/arrow-up-right';
import ArrowUp from '@lucide/svelte/icons/arrow-up';
import Ban from '@lucide/svelte/icons/ban';
import Bell from '@lucide/svelte/icons/bell';
import BookOpen from '@lucide/svelte/icons/book-open';
import Building2 from '@lucide/svelte/icons/building-2';
import Calendar from '@lucide/svelte/icons/calendar';
import Check from '@lucide/svelte/icons/check';
import ChevronDown from '@lucide/svelte/icons/chevron-down';
import ChevronRight from '@lucide/svelte/icons/chevron-right';
import ChevronsUpDown from '@lucide/svelte/icons/chevrons-up-down';
import CircleAlert from '@lucide/svelte/icons/circle-alert';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import CirclePlay from '@lucide/svelte/icons/circle-play';
import CircleQuestionMark from '@lucide/svelte/icons/circle-question-mark';
import Clock from '@lucide/svelte/icons/clock';
import ClockAlert from '@lucide/svelte/icons/clock-alert';
import CloudOff from '@lucide/svelte/icons/cloud-off';
import Copy from '@lucide/svelte/icons/copy';
import Database from '@lucide/svelte/icons/database';
import Download from '@lucide/svelte/icons/download';
import Ellipsis from '@lucide/svelte/icons/ellipsis';
import Eraser from '@lucide/svelte/icons/eraser';
import Eye from '@lucide/svelte/icons/eye';
import EyeOff from '@lucide/svelte/icons/eye-off';
import FileDown from '@lucide/svelte/icons/file-down';
import FileUp from '@lucide/svelte/icons/file-up';
import FingerprintPattern from '@lucide/svelte/icons/fingerprint-pattern';
import GitMergeConflict from '@lucide/svelte/icons/git-merge-conflict';
import EqualNot from '@lucide/svelte/icons/equal-not';
import GitCompareArrows from '@lucide/svelte/icons/git-compare-arrows';
import Glasses from '@lucide/svelte/icons/glasses';
import HardDrive from '@lucide/svelte/icons/hard-drive';
import KeyRound from '@lucide/svelte/icons/key-round';
import KeySquare from '@lucide/svelte/icons/key-square';
import Languages from '@lucide/svelte/icons/languages';
import Layers from '@lucide/svelte/icons/layers';
import ListFilter from '@lucide/svelte/icons/list-filter';
import Link from '@lucide/svelte/icons/link';
import Lock from '@lucide/svelte/icons/lock';
import Printer from '@lucide/svelte/icons/printer';
import LogIn from '@lucide/svelte/icons/log-in';
import LogOut from '@lucide/svelte/icons/log-out';
import Mail from '@lucide/svelte/icons/mail';
import MailX from '@lucide/svelte/icons/mail-x';
import OctagonX from '@lucide/svelte/icons/octagon-x';
import PanelLeft from '@lucide/svelte/icons/panel-left';
import Minus from '@lucide/svelte/icons/minus';
import Pencil from '@lucide/svelte/icons/pencil';
import Plug from '@lucide/svelte/icons/plug';
import Plus from '@lucide/svelte/icons/plus';
import RefreshCw from '@lucide/svelte/icons/refresh-cw';
import ScrollText from '@lucide/svelte/icons/scroll-text';
import Search from '@lucide/svelte/icons/search';
import Send from '@lucide/svelte/icons/send';
import Server from '@lucide/svelte/icons/server';
import Settings from '@lucide/svelte/icons/settings';
import Settings2 from '@lucide/svelte/icons/settings-2';
import Shield from '@lucide/svelte/icons/shield';
import ShieldAlert from '@lucide/svelte/icons/shield-alert';
import ShieldOff from '@lucide/svelte/icons/shield-off';
import SlidersHorizontal from '@lucide/svelte/icons/sliders-horizontal';
import Smartphone from '@lucide/svelte/icons/smartphone';
import Ticket from '@lucide/svelte/icons/ticket';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import Undo2 from '@lucide/svelte/icons/undo-2';
import Upload from '@lucide/svelte/icons/upload';
import User from '@lucide/svelte/icons/user';
import Users from '@lucide/svelte/icons/users';
import UsersRound from '@lucide/svelte/icons/users-round';
import X from '@lucide/svelte/icons/x';

export const icons = {
  archive: Archive,
  'archive-restore': ArchiveRestore,
  'arrow-down': ArrowDown,
  'arrow-left': ArrowLeft,
  'chart-column': ChartColumn,
  'arrow-down-right': ArrowDownRight,
  'arrow-up': ArrowUp,
  'arrow-up-right': ArrowUpRight,
  ban: Ban,
  bell: Bell,
  'book-open': BookOpen,
  'building-2': Building2,
  calendar: Calendar,
  check: Check,
  'chevron-down': ChevronDown,
  'chevron-right': ChevronRight,
  'chevrons-up-down': ChevronsUpDown,
  'circle-alert': CircleAlert,
  'circle-check': CircleCheck,
  'circle-pause': CirclePause,
  'circle-play': CirclePlay,
  'circle-question-mark': CircleQuestionMark,
  clock: Clock,
  'clock-alert': ClockAlert,
  'cloud-off': CloudOff,
  copy: Copy,
  download: Download,
  ellipsis: Ellipsis,
  eraser: Eraser,
  eye: Eye,
  'eye-off': EyeOff,
  'file-down': FileDown,
  'file-up': FileUp,
  'fingerprint-pattern': FingerprintPattern,
  'equal-not': EqualNot,
  'git-compare-arrows': GitCompareArrows,
  'git-merge-conflict': GitMergeConflict,
  glasses: Glasses,
  database: Database,
  'hard-drive': HardDrive,
  server: Server,
  'key-round': KeyRound,
  'key-square': KeySquare,
  languages: Languages,
  layers: Layers,
  'list-filter': ListFilter,
  link: Link,
  lock: Lock,
  printer: Printer,
  'log-in': LogIn,
  'log-out': LogOut,
  mail: Mail,
  'mail-x': MailX,
  minus: Minus,
  'octagon-x': OctagonX,
  'panel-left': PanelLeft,
  pencil: Pencil,
  plug: Plug,
  plus: Plus,
  'refresh-cw': RefreshCw,
  'scroll-text': ScrollText,
  search: Search,
  send: Send,
  settings: Settings,
  'settings-2': Settings2,
  shield: Shield,
  'shield-alert': ShieldAlert,
  'shield-off': ShieldOff,
  'sliders-horizontal': SlidersHorizontal,
  smartphone: Smartphone,
  ticket: Ticket,
  'triangle-alert': TriangleAlert,
  'undo-2': Undo2,
  upload: Upload,
  user: User,
  users: Users,
  'users-round': UsersRound,
  x: X,
};

export type IconName = keyof typeof icons;
