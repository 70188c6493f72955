#!/bin/sh
# Makes the voice notes, films, stickers and documents that simulated customers send. Ours from the first sample; needs
# ffmpeg and ImageMagick, and only to make them again: the repository runs without. Run inside this folder.
set -e
quiet="ffmpeg -hide_banner -loglevel error -y"

# A voice without words: a buzz at a speaker's pitch, in syllables, through two formants.
voice() { # file, seconds, pitch in Hz, syllables per second
  $quiet -f lavfi -i "aevalsrc='0.5*(mod(t*($3+18*sin(2*PI*0.7*t)),1)-0.5)*pow(max(0,sin(PI*$4*t)),0.6)*(0.35+0.65*gt(sin(2*PI*0.31*t+1),-0.55))':s=16000:d=$2" \
    -af "bandpass=f=620:w=420:width_type=h,volume=3,highpass=f=120,lowpass=f=3400" -c:a libopus -b:a 16k -ac 1 -application voip "$1"
}
voice voz-explica.ogg 9 118 4.3
voice voz-endereco.ogg 6 205 4.8
voice voz-obrigada.ogg 3 190 4.1

# A blender that starts, shakes and stops; a strip of light that flickers.
$quiet -f lavfi -i "color=c=0xcfc6b5:s=320x426:r=12:d=4" -vf "drawbox=x=95+3*sin(40*t)*lt(mod(t\,2)\,1.2):y=80:w=130:h=210:color=0x9fb8bf:t=fill,drawbox=x=85:y=290:w=150:h=80:color=0x2a2a2c:t=fill,drawbox=x=150:y=318:w=20:h=20:color=0xd04030@0.9:t=fill:enable='lt(mod(t,2),1.2)'" \
  -c:v libx264 -profile:v baseline -pix_fmt yuv420p -crf 30 -movflags +faststart -an video-liquidificador.mp4
$quiet -f lavfi -i "color=c=0x35302c:s=320x240:r=12:d=3" -vf "drawbox=x=60:y=40:w=200:h=150:color=0x101418:t=fill,drawbox=x=68:y=48:w=184:h=134:color=0x4d7fa6:t=fill:enable='lt(mod(t*7,3),1.4)'" \
  -c:v libx264 -profile:v baseline -pix_fmt yuv420p -crf 30 -movflags +faststart -an video-tela-pisca.mp4

# Stickers: 512 pixels square, transparent around.
convert -size 512x512 xc:none -fill '#f6c945' -stroke '#b98a12' -strokewidth 8 -draw 'circle 256,256 256,48' -stroke none -fill '#3a2b08' \
  -draw 'ellipse 182,212 24,36 0,360' -draw 'ellipse 330,212 24,36 0,360' -fill none -stroke '#3a2b08' -strokewidth 16 -draw "path 'M 150,310 Q 256,420 362,310'" -define webp:lossless=false -quality 60 figurinha-sorriso.webp
convert -size 512x512 xc:none -fill '#e4475b' -stroke '#a42a3c' -strokewidth 8 \
  -draw "path 'M 256,440 C 60,300 50,130 170,110 C 220,104 250,140 256,170 C 262,140 292,104 342,110 C 462,130 452,300 256,440 Z'" -quality 60 figurinha-coracao.webp

node make-pages.ts
