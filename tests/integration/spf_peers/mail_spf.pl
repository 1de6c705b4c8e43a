#!/usr/bin/perl
# Mail::SPF over answers from a file. Usage: mail_spf.pl WORLDS: one JSON object a line, with "dns" (name, type
# and records, or "timeout") and "client". Prints "RESULT EXPLANATION REASON", tabs between, a line for each.
use strict;
use warnings;
use JSON::PP;
use Mail::SPF;
use Net::DNS;

package Answers;

sub new { my ($class) = @_; return bless({ dns => {}, error => '' }, $class); }
sub errorstring { return $_[0]->{error}; }
sub query { my $self = shift; return $self->send(@_); }

sub send {
	my ($self, $name, $type) = @_;
	$self->{error} = '';
	my $packet = eval { Net::DNS::Packet->new($name, $type) };
	return Net::DNS::Packet->new('invalid.', $type) if !defined($packet);
	$packet->header->qr(1);
	my $at = lc($name);
	for (1 .. 8) {
		my $types = $self->{dns}->{$at};
		if (!defined($types)) {
			$packet->header->rcode('NXDOMAIN');
			return $packet;
		}
		if ($types->{TIMEOUT} || ($types->{$type} && $types->{$type} eq 'timeout')) {
			$self->{error} = 'query timed out';
			return undef;
		}
		$packet->push(answer => $self->records($at, $type, $types->{$type}));
		last if !$types->{CNAME};
		$packet->push(answer => $self->records($at, 'CNAME', $types->{CNAME}));
		$at = lc($types->{CNAME}->[0]);
	}
	return $packet;
}

sub records {
	my ($self, $name, $type, $list) = @_;
	return map {
		my $data = $_;
		$data = join(' ', map { '"' . s/(["\\])/\\$1/gr . '"' } @$data) if $type eq 'TXT';
		Net::DNS::RR->new("$name. 300 IN $type $data")
	} @{ $list || [] };
}

package main;

my $answers = Answers->new();
my $server = Mail::SPF::Server->new(
	dns_resolver                  => $answers,
	query_rr_types                => Mail::SPF::Server->query_rr_type_txt,
	hostname                      => 'mx.r.test',
	default_authority_explanation => '-',
);
open(my $worlds, '<', $ARGV[0]) or die("$ARGV[0]: $!\n");
while (my $line = <$worlds>) {
	my $world = decode_json($line);
	$answers->{dns} = $world->{dns};
	my ($ip, $from, $helo) = @{ $world->{client} };
	my $result = eval {
		my $request = Mail::SPF::Request->new(
			versions      => [1],
			scope         => $from ne '' ? 'mfrom' : 'helo',
			identity      => $from ne '' ? $from : $helo,
			ip_address    => $ip,
			helo_identity => $helo,
		);
		$server->process($request);
	};
	if (!defined($result)) {
		my $why = ref($@) && $@->can('text') ? $@->text : "$@";
		$why =~ s/\s+/ /g;
		print("error\t-\t$why\n");
		next;
	}
	my $explanation = $result->code eq 'fail' ? eval { $result->authority_explanation } : '-';
	my $reason = $result->text // '';
	$reason =~ s/\s+/ /g;
	print(join("\t", $result->code, defined($explanation) ? $explanation : '-', $reason), "\n");
}
